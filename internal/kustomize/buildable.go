package kustomize

import (
	"fmt"

	"github.com/djangostack/djangostack/internal/plainscalar"
	"github.com/djangostack/djangostack/internal/tree"
)

// CheckBuildable refuses annotations, and labels and data of ConfigMaps, that
// kustomize cannot build, since it drops their quotes while it works.
func CheckBuildable(t *tree.Node, id ID) error {
	fields := [][]string{{"metadata", "annotations"}}
	if id.IsConfigMap() {
		fields = append(fields, []string{"metadata", "labels"}, []string{"data"})
	}
	for _, field := range fields {
		for _, entry := range t.Entries(field...) {
			if kind := plainscalar.Kind(entry.Key); kind != "str" {
				return fmt.Errorf("%s: %s: kustomize cannot build the key %q, which YAML takes for %s; choose another name",
					id, field[len(field)-1], entry.Key, kind)
			}
			if !plainscalar.RoundTrips(entry.Value()) {
				return fmt.Errorf("%s: %s: kustomize cannot build the value of %q, several lines that begin in a tab; "+
					"begin it in spaces", id, field[len(field)-1], entry.Key)
			}
		}
	}
	return nil
}
