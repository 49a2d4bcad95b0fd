// Package plainscalar tells how YAML reads text that is written without quotes, as a plain
// scalar. Kustomize drops the quotes of annotations, and of everything from which it generates
// ConfigMaps and Secrets, and then reads its own output again.
package plainscalar

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Kind returns the YAML type of a text without quotes: "str" if it remains text, otherwise
// "bool", "int", "float", "timestamp", "null" or "merge". A key of any kind but "str" fails the
// build ("unsupported type: map[interface {}]interface {}").
func Kind(text string) string {
	node := yaml.Node{Kind: yaml.ScalarNode, Value: text}
	return strings.TrimPrefix(node.ShortTag(), "!!")
}

// RoundTrips reports whether the YAML library can read what it writes for a text. It cannot
// read a text of several lines that starts with a tab, which it writes as a block ("found a tab
// character where an indentation space is expected").
func RoundTrips(text string) bool {
	if !strings.HasPrefix(text, "\t") || !strings.Contains(text, "\n") {
		return true
	}
	data, err := yaml.Marshal(text)
	var again string
	return err == nil && yaml.Unmarshal(data, &again) == nil && again == text
}
