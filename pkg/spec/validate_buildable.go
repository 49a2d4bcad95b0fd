package spec

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Kustomize drops the quotes of annotations, and of all that it generates
// ConfigMaps and Secrets from, while it works and reads its own text again: a key such as null, true or 12 is no text
// then, and a text of several lines that begins in a tab none that it can read.
// What overlays.Compile would refuse of these is said here; the name of a
// variable is refused wherever it stands, since most end up in a ConfigMap.

// textKey checks the key of an annotation or label, or one in a ConfigMap or a
// Secret.
func (r *report) textKey(path, key string) {
	if what := readAs(key); what != "" {
		r.invalid(path, "kustomize reads the key %q as %s and cannot build it; choose another name", key, what)
	}
}

// textValue checks a value of an annotation or a ConfigMap.
func (r *report) textValue(path, value string) {
	if !isReadBack(value) {
		r.invalid(path, "kustomize cannot build several lines that begin in a tab; begin them in spaces")
	}
}

// readAs is what YAML takes a text without quotes for, "" where that is a text.
func readAs(text string) string {
	switch node := (&yaml.Node{Kind: yaml.ScalarNode, Value: text}); node.ShortTag() {
	case "!!str":
		return ""
	case "!!bool":
		return "true or false"
	case "!!int", "!!float":
		return "a number"
	case "!!timestamp":
		return "a date"
	default:
		return "nothing"
	}
}

// isReadBack reports whether the YAML library reads what it writes of a text.
func isReadBack(text string) bool {
	if !strings.HasPrefix(text, "\t") || !strings.Contains(text, "\n") {
		return true
	}
	data, err := yaml.Marshal(text)
	var again string
	return err == nil && yaml.Unmarshal(data, &again) == nil && again == text
}
