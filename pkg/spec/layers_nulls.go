package spec

import (
	"reflect"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// own is the layer of the stack's own file, which is the highest.
func (l *layers) own() *layer { return l.list[len(l.list)-1] }

// beneathFile is what a stack's own file finds in an environment.
func (d *Document) beneathFile(environment string) StackSpec {
	t, n := d.loader.specType(), len(d.layers.list)-1
	return d.merged(d.layers.spec(t, n), d.layers.patch(t, n, environment))
}

// beneathEnvironment is what an environment of a stack's own file finds.
func (d *Document) beneathEnvironment(environment string) StackSpec {
	t, n := d.loader.specType(), len(d.layers.list)-1
	return d.merged(d.layers.spec(t, n+1), t.Yield(d.layers.patch(t, n, environment), d.layers.own().spec))
}

// merged is a spec with a patch of it, of which it has been found that they can be merged.
func (d *Document) merged(spec, patch map[string]any) (s StackSpec) {
	t := d.loader.specType()
	_, _ = t.Merge(reflect.ValueOf(&s).Elem(), t.Then(spec, patch), nil)
	return s
}

// addOwnNulls warns of nulls under spec in the stack's own file that remove nothing of what it
// extends, in no environment.
func (d *Document) addOwnNulls(to *findings, s *DjangoStack) {
	if d.layers == nil || !holdsNull(d.layers.own().spec) {
		return
	}
	var common field.ErrorList
	names := s.EnvironmentNames()
	for i, name := range names {
		r := d.report(name)
		r.nulls("spec", d.layers.own().spec, d.beneathFile(name), func() reflect.Value { return r.withDefaults(s, name) })
		if i == 0 {
			common = r.warnings.list
			continue
		}
		common = slices.DeleteFunc(common, func(e *field.Error) bool {
			return !slices.ContainsFunc(r.warnings.list, func(other *field.Error) bool { return other.Field == e.Field })
		})
	}
	for _, name := range names {
		to.add(name, d.Locate("", common), 0)
	}
}

// holdsNull reports whether a tree has null anywhere in its maps.
func holdsNull(tree any) bool {
	entries, isMap := tree.(map[string]any)
	if !isMap {
		return tree == nil
	}
	for _, below := range entries {
		if holdsNull(below) {
			return true
		}
	}
	return false
}
