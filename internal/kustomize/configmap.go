package kustomize

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/tree"
)

// ConfigMap is what a generator can make.
type ConfigMap struct {
	behavior            string // as in [Generator]
	name                string
	data                map[string]string
	labels, annotations map[string]string
	immutable           bool
}

// ReadConfigMap returns what a generator has to make, and refuses what none can hold.
func ReadConfigMap(t *tree.Node) (*ConfigMap, error) {
	cm := &ConfigMap{
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

// Override returns what turns the base's ConfigMap into cm, nil where they are alike. It
// reports false when no behavior can: kustomize merges labels and annotations
// whichever it is, so that none can be taken away.
func (cm *ConfigMap) Override(base *ConfigMap) (_ *ConfigMap, ok bool) {
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
		return &ConfigMap{"replace", cm.name, cm.data, labels, annotations, cm.immutable}, true
	}
	if len(data)+len(labels)+len(annotations) == 0 && cm.immutable == base.immutable {
		return nil, true
	}
	return &ConfigMap{"merge", cm.name, data, labels, annotations, cm.immutable}, true
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
