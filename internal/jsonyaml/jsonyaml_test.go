package jsonyaml

import (
	"encoding/json"
	"reflect"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestYAML(t *testing.T) {
	tests := []struct{ reason, in string }{
		{"tabs indent JSON, and YAML refuses them", "{\n\t\"a\": [\t1]\n}"},
		{"a tab in a string is escaped, and stays", `{"a": "x\ty"}`},
		{"writers that know ASCII only make pairs", `{"a": "\ud83d\ude00\uD83D\uDE00"}`},
		{"an escaped backslash before a u is no escape", `{"a": "\\ud83d\\ude00"}`},
	}
	for _, test := range tests {
		var want, got any
		if err := json.Unmarshal([]byte(test.in), &want); err != nil {
			t.Fatal(err)
		}
		text, _ := json.Marshal(want)
		_ = yaml.Unmarshal(text, &want) // numbers as YAML has them
		if err := yaml.Unmarshal(YAML([]byte(test.in)), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v (%v), want %v", test.reason, got, err, want)
		}
	}
}
