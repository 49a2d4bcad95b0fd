package overlays

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// buildable refuses annotations, and labels and data of ConfigMaps, that
// kustomize cannot build. It drops their quotes while it works and reads its own
// text again: a key such as null, true or 12 is no text then ("unsupported type:
// map[interface {}]interface {}"), and a text of several lines that begins in a
// tab is no block ("found a tab character where an indentation space is
// expected").
func buildable(t tree, id identity) error {
	fields := [][]string{{"metadata", "annotations"}}
	if id.isConfigMap() {
		fields = append(fields, []string{"metadata", "labels"}, []string{"data"})
	}
	for _, field := range fields {
		entries, _ := lookup(t, field...).(tree)
		for _, key := range sortedKeys(entries) {
			at := fmt.Sprintf("%s: %s", id, field[len(field)-1])
			if tag := plainTag(key); tag != "!!str" {
				return fmt.Errorf("%s: kustomize cannot build the key %q, which YAML takes for %s; choose another name",
					at, key, tag[len("!!"):])
			}
			if value, _ := entries[key].(string); !readable(value) {
				return fmt.Errorf("%s: kustomize cannot build the value of %q, several lines that begin in a tab; "+
					"begin it in spaces", at, key)
			}
		}
	}
	return nil
}

// plainTag is what YAML takes a text without quotes for.
func plainTag(text string) string {
	node := yaml.Node{Kind: yaml.ScalarNode, Value: text}
	return node.ShortTag()
}

// readable reports whether the YAML library reads what it writes of a text.
func readable(text string) bool {
	if !strings.HasPrefix(text, "\t") || !strings.Contains(text, "\n") {
		return true
	}
	data, err := yaml.Marshal(text)
	var again string
	return err == nil && yaml.Unmarshal(data, &again) == nil && again == text
}
