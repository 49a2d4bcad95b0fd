package overlays

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/tree"
)

// buildable refuses annotations and ConfigMap data that kustomize cannot build.
// It drops the quotes of both while it works and reads its own text again: a
// key such as null, true or 12 is no text then ("unsupported type:
// map[interface {}]interface {}"), and a text of several lines that begins in a
// tab is no block ("found a tab character where an indentation space is
// expected").
func buildable(t *tree.Node, id identity) error {
	fields := [][]string{{"metadata", "annotations"}}
	if id.isConfigMap() {
		fields = append(fields, []string{"data"})
	}
	for _, field := range fields {
		for _, entry := range t.Entries(field...) {
			if tag := plainTag(entry.Key); tag != "!!str" {
				return fmt.Errorf("%s: %s: kustomize cannot build the key %q, which YAML takes for %s; choose another name",
					id, field[len(field)-1], entry.Key, tag[len("!!"):])
			}
			if !readable(entry.Value) {
				return fmt.Errorf("%s: %s: kustomize cannot build the value of %q, several lines that begin in a tab; "+
					"begin it in spaces", id, field[len(field)-1], entry.Key)
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
