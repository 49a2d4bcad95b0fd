package confighash

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzContent: what is hashed is the JSON of encoding/json.
func FuzzContent(f *testing.F) {
	for _, seed := range []string{"", "a", "a<b>&c\"\\", "a\n\t\r\b\f\x00\x1f\x7f", "\u2028é✓\u2029😀", "\xff\xc3(", "\ufffd"} {
		f.Add(seed, seed, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, key, value string, binary []byte) {
		for _, c := range []struct {
			data       map[string]string
			binaryData map[string][]byte
		}{
			{nil, nil},
			{map[string]string{key: value, "other": ""}, nil},
			{map[string]string{key: value}, map[string][]byte{key: binary, value: {}}},
		} {
			content := map[string]any{"kind": "ConfigMap", "name": "", "data": ""}
			if len(c.data) > 0 {
				content["data"] = c.data
			}
			if len(c.binaryData) > 0 {
				content["binaryData"] = c.binaryData
			}
			want, err := json.Marshal(content)
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			writeContent(&got, c.data, c.binaryData)
			if got.String() != string(want) {
				t.Errorf("%s\nwant %s", got.String(), want)
			}
		}
	})
}
