package kustomize

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/tree"
)

// Generator is one entry of configMapGenerator.
type Generator struct {
	name        string
	behavior    string // "", merge or replace
	literals    []string
	files       []string // key=path
	labels      map[string]string
	annotations map[string]string
	immutable   bool
}

func (g Generator) entry() tree.Node {
	out := []tree.Node{text("name", g.name)}
	if g.behavior != "" {
		out = append(out, text("behavior", g.behavior))
	}
	if len(g.literals) > 0 {
		out = append(out, texts("literals", g.literals))
	}
	if len(g.files) > 0 {
		out = append(out, texts("files", g.files))
	}
	var options []tree.Node
	if len(g.labels) > 0 {
		options = append(options, tree.OfStrings(g.labels).Under("labels"))
	}
	if len(g.annotations) > 0 {
		options = append(options, tree.OfStrings(g.annotations).Under("annotations"))
	}
	if g.immutable {
		options = append(options, tree.OfBool(true).Under("immutable"))
	}
	if len(options) > 0 {
		out = append(out, tree.OfMap(options...).Under("options"))
	}
	return tree.OfMap(out...)
}

// build reads the literals and files of g as kustomize does.
func (g Generator) build(d *Directory) (tree.Node, error) {
	data := map[string]string{}
	for _, literal := range g.literals {
		key, value, _ := strings.Cut(literal, "=")
		data[key] = unquote(value)
	}
	for _, source := range g.files {
		key, file, _ := strings.Cut(source, "=")
		content, ok := d.Data[file]
		if !ok {
			return tree.Node{}, fmt.Errorf("ConfigMap %s: no file %s", g.name, file)
		}
		data[key] = content
	}
	metadata := []tree.Node{text("name", g.name)}
	if len(g.labels) > 0 {
		metadata = append(metadata, tree.OfStrings(g.labels).Under("labels"))
	}
	if len(g.annotations) > 0 {
		metadata = append(metadata, tree.OfStrings(g.annotations).Under("annotations"))
	}
	out := []tree.Node{text("apiVersion", "v1"), text("kind", "ConfigMap"), tree.OfMap(metadata...).Under("metadata")}
	if len(data) > 0 {
		out = append(out, tree.OfStrings(data).Under("data"))
	}
	if g.immutable {
		out = append(out, tree.OfBool(true).Under("immutable"))
	}
	return tree.OfMap(out...), nil
}

// overlayConfigMap merges labels and annotations in any case, data only when
// the behavior is to merge, and takes everything else from the newer one.
func overlayConfigMap(old, newer *tree.Node, behavior string) tree.Node {
	out := old.Without("immutable")
	if behavior == "replace" {
		out = out.Without("data")
	}
	for _, path := range [][]string{{"metadata", "labels"}, {"metadata", "annotations"}, {"data"}} {
		if added := newer.Get(path...); added != nil {
			out = out.With(tree.Union(out.Get(path...), added), path...)
		}
	}
	if immutable := newer.Get("immutable"); immutable != nil {
		out = out.With(*immutable, "immutable")
	}
	return out
}

// isLiteral keeps settings on one line in the kustomization and everything
// else in files of its own, where a diff stays readable. A value with a quote
// at either end is a file too: kustomize strips quotes around a literal, and
// 5.0 panics on a lone one. So is one with a comment sign after a space: folded
// to the next line, `kustomize edit` would take it for a comment.
func isLiteral(key, value string) bool {
	return len(validation.IsCIdentifier(key)) == 0 &&
		!strings.ContainsAny(value, "\n\r\t\u0085\u2028\u2029") &&
		strings.Trim(value, `'"`) == value &&
		!strings.Contains(value, " #")
}

// unquote returns a literal's value as kustomize reads it.
func unquote(value string) string {
	if n := len(value); n >= 2 && value[0] == value[n-1] && (value[0] == '"' || value[0] == '\'') {
		return value[1 : n-1]
	}
	return value
}
