package encode_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/encode"
)

// newObjects makes one empty object of every type under test.
func newObjects() []any {
	return []any{
		&appsv1.Deployment{}, &appsv1.StatefulSet{}, &appsv1.DaemonSet{}, &corev1.Service{},
		&networkingv1.Ingress{}, &autoscalingv2.HorizontalPodAutoscaler{}, &batchv1.CronJob{},
		&networkingv1.NetworkPolicy{}, &policyv1.PodDisruptionBudget{}, &corev1.ConfigMap{},
		&corev1.Secret{}, &corev1.PersistentVolumeClaim{}, &corev1.Namespace{}, &corev1.ServiceAccount{},
	}
}

func TestTypedObjects(t *testing.T) {
	for seed := range uint64(150) {
		for _, object := range newObjects() {
			if seed > 0 { // the first is empty
				fill(reflect.ValueOf(object).Elem(), rand.New(rand.NewPCG(seed, 0)), 0)
			}
			want := jsonTree(t, object)
			removeNoise(want, fmt.Sprintf("%T", object))
			for _, v := range []any{object, reflect.ValueOf(object).Elem().Interface()} {
				got, err := encode.Tree(v)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%T, seed %d: Tree (-want +got):\n%s", v, seed, diff)
				}
				sameYAML(t, v, got)
			}
		}
	}
}

// sameYAML checks that v is written as sigs.k8s.io/yaml writes its tree.
func sameYAML(t *testing.T, v, tree any) {
	t.Helper()
	want, err := yaml.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	got, err := encode.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Fatalf("%T: Marshal (-want +got):\n%s", v, diff)
	}
}

// jsonTree is the tree of v's JSON, with whole numbers as int64.
func jsonTree(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	return int64s(tree)
}

func int64s(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			x[k] = int64s(x[k])
		}
	case []any:
		for i := range x {
			x[i] = int64s(x[i])
		}
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return n
		}
		f, _ := x.Float64()
		return f
	}
	return v
}

// removeNoise says by path what the package says by type.
func removeNoise(v any, path string) {
	switch x := v.(type) {
	case []any:
		for i := range x {
			removeNoise(x[i], path+"[]")
		}
	case map[string]any:
		for k := range x {
			at := path + "." + k
			removeNoise(x[k], at)
			inner, _ := x[k].(map[string]any)
			if isStatus(at) || inner != nil && len(inner) == 0 && isEmptyNoise(at) {
				delete(x, k)
			}
		}
	}
}

func isStatus(path string) bool {
	atTop := strings.Count(path, ".") == 2 // *v1.Deployment.status
	return strings.HasSuffix(path, ".status") && (atTop || strings.HasSuffix(path, ".volumeClaimTemplates[].status"))
}

func isEmptyNoise(path string) bool {
	resources := strings.HasSuffix(path, "ontainers[].resources")
	return resources || strings.HasSuffix(path, ".metadata") || path == "*v1.Namespace.spec" ||
		path == "*v1.Deployment.spec.strategy" ||
		path == "*v1.StatefulSet.spec.updateStrategy" || path == "*v1.DaemonSet.spec.updateStrategy"
}

// fill sets v to something random, often something empty.
func fill(v reflect.Value, r *rand.Rand, depth int) {
	if fillSpecial(v, r) {
		return
	}
	sparse := depth > 12 || r.IntN(3) == 0
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), r, depth+1)
		}
	case reflect.Pointer:
		if !sparse {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), r, depth+1)
		}
	case reflect.Slice:
		if sparse {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(3), 3))
		for i := range v.Len() {
			fill(v.Index(i), r, depth+1)
		}
	case reflect.Map:
		if sparse {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for range r.IntN(3) {
			key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(key, r, depth+1)
			fill(elem, r, depth+1)
			v.SetMapIndex(key, elem)
		}
	case reflect.String:
		v.SetString(randomString(r))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(r.IntN(3) * r.IntN(100000)))
	case reflect.Uint8:
		v.SetUint(uint64(r.IntN(256)))
	}
}

func randomString(r *rand.Rand) string {
	s := scalarCases[r.IntN(len(scalarCases))].value
	if len(s) > 150 || unfaithful(s) {
		return fmt.Sprint("name-", r.IntN(20))
	}
	return s
}

// fillSpecial fills the types whose fields alone make no sense.
func fillSpecial(v reflect.Value, r *rand.Rand) bool {
	now := time.Unix(r.Int64N(2e9), r.Int64N(1e9))
	switch x := v.Addr().Interface().(type) {
	case *resource.Quantity:
		*x = []resource.Quantity{
			{}, resource.MustParse("1.5Gi"), resource.MustParse("0.1"), *resource.NewQuantity(5e9, resource.DecimalSI),
			*resource.NewMilliQuantity(250, resource.DecimalSI), resource.MustParse("123456789012345678901234567890"),
		}[r.IntN(6)]
	case *metav1.Time:
		*x = []metav1.Time{{}, metav1.NewTime(now)}[r.IntN(2)]
	case *metav1.MicroTime:
		*x = []metav1.MicroTime{{}, metav1.NewMicroTime(now)}[r.IntN(2)]
	case *intstr.IntOrString:
		*x = []intstr.IntOrString{{}, intstr.FromInt32(8000), intstr.FromString("25%"), intstr.FromString("80")}[r.IntN(4)]
	case *metav1.FieldsV1:
		x.Raw = []byte(`{"f:spec":{}}`)
	default:
		return false
	}
	return true
}

func TestNoiseAndMeaning(t *testing.T) {
	cases := []struct {
		reason string
		value  any
		want   string
	}{
		{
			"an empty selector selects all pods: it stays",
			&networkingv1.NetworkPolicy{Spec: networkingv1.NetworkPolicySpec{Ingress: []networkingv1.NetworkPolicyIngressRule{{}}}},
			"spec:\n  ingress:\n  - {}\n  podSelector: {}\n",
		},
		{
			"an emptyDir is a volume: it stays",
			&corev1.Volume{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}},
			"emptyDir: {}\nname: tmp\n",
		},
		{
			"empty resources go, an empty security context stays",
			&corev1.Container{Name: "web", SecurityContext: &corev1.SecurityContext{}},
			"name: web\nsecurityContext: {}\n",
		},
		{
			"resources with empty lists are as empty",
			&corev1.Container{Name: "web", Resources: corev1.ResourceRequirements{Limits: corev1.ResourceList{}}},
			"name: web\n",
		},
		{
			"a null list is written: in a patch it means something",
			&corev1.PodSpec{},
			"containers: null\n",
		},
		{
			"an object with nothing left",
			&corev1.Namespace{},
			"{}\n",
		},
		{
			"trees keep all",
			map[string]any{"status": map[string]any{}, "resources": map[string]any{}},
			"resources: {}\nstatus: {}\n",
		},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			got, err := encode.Marshal(c.value)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

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
	Dash     string          `json:"-,"`
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
	for _, v := range []any{tags{Raw: json.RawMessage("1")}, full, &full, quotedNumber{3}, (*tags)(nil), []any{&full.Whole}, metav1.Now()} {
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

// TestConcurrent builds the same plans and writes the same values from many
// goroutines at once; it is for the race detector.
func TestConcurrent(t *testing.T) {
	d := deployment()
	want, err := encode.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				got, err := encode.Marshal(d)
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("got %s, %v", got, err)
				}
				if _, err := encode.Tree(&corev1.Pod{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}
