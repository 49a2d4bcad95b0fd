package overlays

import (
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/tree"
)

// generator is one entry of configMapGenerator.
type generator struct {
	name        string
	behavior    string // "", merge or replace
	literals    []string
	files       []string // key=path
	labels      map[string]string
	annotations map[string]string
	immutable   bool
}

func (g generator) entry() tree.Node {
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

// configMap is what a generator can express.
type configMap struct {
	name                string
	data                map[string]string
	labels, annotations map[string]string
	immutable           bool
}

// readConfigMap refuses what a generator cannot hold, by field.
func readConfigMap(t *tree.Node) (*configMap, error) {
	cm := &configMap{
		name:        t.Text("metadata", "name"),
		data:        t.Strings("data"),
		labels:      t.Strings("metadata", "labels"),
		annotations: t.Strings("metadata", "annotations"),
	}
	if immutable := t.Get("immutable"); immutable != nil {
		cm.immutable = immutable.Value() == "true"
	}
	for _, field := range t.Entries() {
		switch field.Key {
		case "apiVersion", "kind", "metadata", "data", "immutable":
		default:
			return nil, fmt.Errorf("ConfigMap %s: %s: a generated ConfigMap holds text in data only; "+
				"move it there or into the image", cm.name, field.Key)
		}
	}
	for _, field := range t.Entries("metadata") {
		switch field.Key {
		case "name", "labels", "annotations":
		default:
			return nil, fmt.Errorf("ConfigMap %s: metadata.%s: a generated ConfigMap has a name, labels and annotations only",
				cm.name, field.Key)
		}
	}
	for _, key := range sorted.Keys(cm.data) {
		if !isDataKey(key) {
			return nil, fmt.Errorf("ConfigMap %s: key %q: use letters, digits, '-', '_' and '.' only", cm.name, key)
		}
		if !utf8.ValidString(cm.data[key]) {
			return nil, fmt.Errorf("ConfigMap %s: key %q is not UTF-8 text", cm.name, key)
		}
	}
	return cm, nil
}

func isDataKey(key string) bool {
	return key != "" && key != "." && !strings.HasPrefix(key, "..") && !strings.ContainsFunc(key, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		return !letter && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
	})
}

// isVariable reports whether an environment variable can have the name.
func isVariable(name string) bool { return len(validation.IsCIdentifier(name)) == 0 }

// generate adds the entry for cm to r, and the files it reads.
func (cm *configMap) generate(behavior string, r *root) {
	g := generator{
		name:        cm.name,
		behavior:    behavior,
		labels:      cm.labels,
		annotations: cm.annotations,
		immutable:   cm.immutable,
	}
	taken := takenNames{}
	for _, key := range sorted.Keys(cm.data) {
		if isLiteral(key, cm.data[key]) {
			g.literals = append(g.literals, key+"="+cm.data[key])
			continue
		}
		file := path.Join("config", cm.name, taken.free(key))
		g.files = append(g.files, key+"="+file)
		r.data[file] = []byte(cm.data[key])
	}
	r.k.configMaps = append(r.k.configMaps, g)
}

// isLiteral keeps settings on one line in the kustomization and everything
// else in files of its own, where a diff stays readable. A value with a quote
// at either end is a file too: kustomize strips quotes around a literal, and
// 5.0 panics on a lone one. So is one with a comment sign after a space: folded
// to the next line, `kustomize edit` would take it for a comment.
func isLiteral(key, value string) bool {
	return isVariable(key) &&
		!strings.ContainsAny(value, "\n\r\t\u0085\u2028\u2029") &&
		strings.Trim(value, `'"`) == value &&
		!strings.Contains(value, " #")
}

// unquote is how kustomize reads a literal's value.
func unquote(value string) string {
	if n := len(value); n >= 2 && value[0] == value[n-1] && (value[0] == '"' || value[0] == '\'') {
		return value[1 : n-1]
	}
	return value
}

// refinement is an entry for a ConfigMap the base has.
type refinement struct {
	*configMap
	behavior string
}

// over is what turns the base's ConfigMap into cm, nil where they are alike. It
// reports false when no behavior can: kustomize merges labels and annotations
// whichever it is, so that none can be taken away.
func (cm *configMap) over(base *configMap) (_ *refinement, ok bool) {
	if cm == nil || base == nil {
		return nil, false
	}
	labels, ok := additions(base.labels, cm.labels)
	annotations, also := additions(base.annotations, cm.annotations)
	if !ok || !also {
		return nil, false
	}
	data, grown := additions(base.data, cm.data)
	if !grown {
		return &refinement{&configMap{cm.name, cm.data, labels, annotations, cm.immutable}, "replace"}, true
	}
	if len(data)+len(labels)+len(annotations) == 0 && cm.immutable == base.immutable {
		return nil, true
	}
	return &refinement{&configMap{cm.name, data, labels, annotations, cm.immutable}, "merge"}, true
}

// additions holds what want has beyond base or with another value. It reports
// false when a key of base is gone.
func additions(base, want map[string]string) (map[string]string, bool) {
	out := map[string]string{}
	for key, value := range want {
		if was, ok := base[key]; !ok || was != value {
			out[key] = value
		}
	}
	for key := range base {
		if _, ok := want[key]; !ok {
			return nil, false
		}
	}
	return out, true
}
