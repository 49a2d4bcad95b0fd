package confighash

import (
	"bytes"
	"encoding/json"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/encode"
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

// FuzzValue: what is hashed of any value is the JSON of encoding/json, with keys in their order.
func FuzzValue(f *testing.F) {
	for _, seed := range []string{`null`, `{"b":[1,true,"<&>"],"a":{}}`, `[1.5,-7,"\u2028\u0000é",[]]`, `{"":{"":""}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		var value any
		if decoder.Decode(&value) != nil {
			t.Skip("no JSON")
		}
		node, err := encode.Tree(value)
		if err != nil {
			t.Skip("no YAML form")
		}
		var got bytes.Buffer
		writeNode(&got, &node)
		var again any
		decoder = json.NewDecoder(bytes.NewReader(got.Bytes()))
		decoder.UseNumber()
		if err := decoder.Decode(&again); err != nil {
			t.Fatalf("%s: %v", got.String(), err)
		}
		want, err := json.Marshal(again)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != string(want) {
			t.Errorf("%s\nwant %s", got.String(), want)
		}
	})
}

func TestValueIsOfWhatIsApplied(t *testing.T) {
	typed := &batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
		RestartPolicy: corev1.RestartPolicyNever,
		Containers:    []corev1.Container{{Name: "migrate", Command: []string{"a<b"}, Env: []corev1.EnvVar{{Name: "A"}}}},
	}}}
	applied := map[string]any{"template": map[string]any{"spec": map[string]any{
		"containers": []any{map[string]any{
			"command": []any{"a<b"}, "env": []any{map[string]any{"name": "A"}}, "name": "migrate",
		}},
		"restartPolicy": "Never",
	}}}
	if got, want := Value(typed), Value(applied); got != want {
		t.Errorf("Value() = %s of the type, %s of what is applied of it", got, want)
	}
	typed.Template.Spec.Containers[0].Env[0].Value = "b"
	if Value(typed) == Value(applied) {
		t.Error("another variable has the same hash")
	}
}
