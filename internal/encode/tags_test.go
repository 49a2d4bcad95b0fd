package encode_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/encode"
)

type embedded struct {
	Promoted string `json:"promoted"`
	Hidden   string `json:"hidden"`
	Named    string
}

type other struct {
	Tie    string
	Hidden string `json:"hidden"`
}

type rival struct{ Tie string }

type selfWriting struct{ n int }

func (s *selfWriting) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"n":%d,"f":1e6,"big":18446744073709551615}`, s.n), nil
}

type level int

func (l level) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "level-%d", int(l)), nil }

type tags struct {
	embedded
	*other
	rival    `json:",inline"`
	Hidden   int             `json:"hidden"`
	Skipped  string          `json:"-"`
	Dash     string          `json:"-,"` //nolint:staticcheck // the odd name is the point
	Empty    map[string]int  `json:"empty,omitempty"`
	Zero     time.Time       `json:"zero,omitzero"`
	Array    [2]uint8        `json:"array"`
	Bytes    []byte          `json:"bytes"`
	NoBytes  []byte          `json:"noBytes"`
	Float32  float32         `json:"f32"`
	Whole    float64         `json:"whole"`
	Unsigned uint64          `json:"unsigned"`
	Any      any             `json:"any"`
	Raw      json.RawMessage `json:"raw"`
	Self     selfWriting     `json:"self"`
	SelfPtr  *selfWriting    `json:"selfPtr"`
	Level    level           `json:"level"`
	Levels   map[level]level `json:"levels"`
	Pointers map[string]*int `json:"pointers"`
	Duration metav1.Duration `json:"duration"`
	Bad      string          `json:"bad"`
	private  string
}

type quotedNumber struct {
	N int `json:",string"`
}

func TestTagsOfEncodingJSON(t *testing.T) {
	full := tags{
		other: &other{Tie: "a", Hidden: "b"}, rival: rival{"c"}, private: "p",
		Bytes: []byte("secret"), Float32: 0.1, Whole: 1e20, Unsigned: 1 << 63, Any: []*int{nil, new(5)},
		Raw: json.RawMessage(`{"b":[1,2.50],"a":"\u00e9"}`), Self: selfWriting{1}, SelfPtr: &selfWriting{2},
		Level: 3, Levels: map[level]level{1: 2}, Pointers: map[string]*int{"a": nil, "b": new(1)}, Bad: "a\xff\xfeb",
	}
	for _, v := range []any{
		&tags{Raw: json.RawMessage("1")}, &full, (*tags)(nil), quotedNumber{3}, []any{&full.Whole}, metav1.Now(),
	} {
		want, err := yaml.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		got, err := encode.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%T (-want +got):\n%s", v, diff)
		}
	}
}

// TestPointerMethods: a value without an address is written as one with it;
// encoding/json forgets the methods of its pointer.
func TestPointerMethods(t *testing.T) {
	v := struct {
		Self selfWriting `json:"self"`
	}{selfWriting{1}}
	want, err := encode.Marshal(&v)
	if err != nil {
		t.Fatal(err)
	}
	got, err := encode.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" || !strings.Contains(string(got), `"n": 1`) {
		t.Errorf("%s (-want +got):\n%s", got, diff)
	}
}
