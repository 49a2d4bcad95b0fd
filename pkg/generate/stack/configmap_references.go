package stack

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
)

// checkReferences refuses an object of a kind that kustomize does not know, such as a custom
// resource, where it refers to a ConfigMap that is named by its content: neither kustomize nor
// [Stack.Finish] looks for names there.
func (c *contributed) checkReferences() error {
	names := map[string]bool{}
	for _, o := range c.objects {
		if cm, ok := o.(*corev1.ConfigMap); ok && namedByContent(cm) {
			names[cm.Name] = true
		}
	}
	for i, o := range c.objects {
		if _, known := kindsByType[reflect.TypeOf(o)]; known {
			continue
		}
		err := guard(c.owners[i], func() error {
			data, err := json.Marshal(o)
			if err != nil {
				return fmt.Errorf("%s: cannot be written: %w; correct its fields", describe(o), err)
			}
			var fields any
			if err := json.Unmarshal(data, &fields); err != nil {
				return fmt.Errorf("%s: cannot be written: %w; correct its fields", describe(o), err)
			}
			if at, name := reference("", fields, names, false); name != "" {
				return fmt.Errorf("%s: %s: refers to the ConfigMap %s, which gets a hash of its content behind its name that "+
					"is not put here; annotate the ConfigMap with %s: \"true\"", describe(o), at, name, AnnotationFixedName)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// reference returns the path and the name of the first reference to one of the ConfigMaps:
// a text below a key that has the word ConfigMap in it, or beside the kind ConfigMap.
func reference(path string, value any, names map[string]bool, within bool) (at, name string) {
	switch v := value.(type) {
	case string:
		if within && names[v] {
			return path, v
		}
	case []any:
		for i, element := range v {
			if at, name := reference(fmt.Sprintf("%s[%d]", path, i), element, names, within); name != "" {
				return at, name
			}
		}
	case map[string]any:
		within = within || v["kind"] == "ConfigMap"
		for _, key := range sorted.Keys(v) {
			below := within || strings.Contains(strings.ToLower(key), "configmap")
			if at, name := reference(strings.TrimPrefix(path+"."+key, "."), v[key], names, below); name != "" {
				return at, name
			}
		}
	}
	return "", ""
}
