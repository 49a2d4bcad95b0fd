package stack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// checkWritten refuses an object of a kind that is not known, such as a custom resource, where
// what is written of it is another object than its methods say, and where it refers to a
// ConfigMap that is named by its content: neither kustomize nor [Stack.Finish] looks for names
// there.
func (c *contributed) checkWritten() error {
	names := map[string]bool{}
	for _, o := range c.objects {
		if NamedByContent(o) {
			names[o.GetName()] = true
		}
	}
	for i, o := range c.objects {
		if _, found := known().kinds[reflect.TypeOf(o)]; found {
			continue
		}
		err := guard(c.owners[i], func() error {
			data, err := json.Marshal(o)
			if err != nil {
				return cannotBeWritten(o, err)
			}
			var fields any
			if err := json.Unmarshal(data, &fields); err != nil {
				return cannotBeWritten(o, err)
			}
			if err := cmp.Or(checkFields(o, fields), checkSecretsOf(o)); err != nil {
				return err
			}
			if at, name := firstReference("", fields, names, false); name != "" {
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

func cannotBeWritten(o Object, err error) error {
	return fmt.Errorf("%s: cannot be written: %w; correct its fields", describe(o), err)
}

// firstReference returns the path and the name of the first reference to one of the ConfigMaps:
// a text below a key that has the word ConfigMap in it, or beside the kind ConfigMap.
func firstReference(path string, value any, names map[string]bool, within bool) (at, name string) {
	switch v := value.(type) {
	case string:
		if within && names[v] {
			return path, v
		}
	case []any:
		for i, element := range v {
			if at, name := firstReference(fmt.Sprintf("%s[%d]", path, i), element, names, within); name != "" {
				return at, name
			}
		}
	case map[string]any:
		within = within || v["kind"] == "ConfigMap"
		for _, key := range sorted.Keys(v) {
			below := within || strings.Contains(strings.ToLower(key), "configmap")
			if at, name := firstReference(strings.TrimPrefix(path+"."+key, "."), v[key], names, below); name != "" {
				return at, name
			}
		}
	}
	return "", ""
}
