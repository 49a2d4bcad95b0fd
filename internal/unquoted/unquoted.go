// Package unquoted tells what becomes of text that loses its quotes. Kustomize
// drops those of annotations, and of all that it generates ConfigMaps and
// Secrets from, while it works, and reads its own text again.
package unquoted

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Kind is what YAML takes a text for: "str" where it stays one, or else "bool",
// "int", "float", "timestamp", "null" or "merge". A key of any but the first
// breaks the build ("unsupported type: map[interface {}]interface {}").
func Kind(text string) string {
	node := yaml.Node{Kind: yaml.ScalarNode, Value: text}
	return strings.TrimPrefix(node.ShortTag(), "!!")
}

// Survives reports whether the YAML library reads what it writes of a text. One
// of several lines that begins in a tab is no block to it ("found a tab
// character where an indentation space is expected").
func Survives(text string) bool {
	if !strings.HasPrefix(text, "\t") || !strings.Contains(text, "\n") {
		return true
	}
	data, err := yaml.Marshal(text)
	var again string
	return err == nil && yaml.Unmarshal(data, &again) == nil && again == text
}
