package spec

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// nulls warns where a patch, which stands at a path of the file, removes what the spec that it
// is applied to does not have, neither as a value nor as a default: a typing error leaves in
// place what was to go, and a default that the project's own settings precede (Assumed) is not
// there to be removed.
func (r *report) nulls(path string, patch map[string]any, of StackSpec, defaults func() reflect.Value) {
	n := &nullChecker{report: r}
	of = *of.DeepCopy()
	of.fillElements()
	_ = r.loader.open(&of) // what is wrong was found when the environments were made
	n.below(path, patch, beneath{written: reflect.ValueOf(of), filled: sync.OnceValue(defaults)}, r.loader.specType())
}

// environmentNulls warns of such nulls in an environment of the stack's own file.
func (d *Document) environmentNulls(r *report, s *DjangoStack, environment string) {
	patch, of := map[string]any(s.Spec.Environments[environment]), s.Spec
	if d.layers != nil {
		patch, of = d.layers.own().environments[environment], d.beneathEnvironment(environment)
	}
	r.nulls("spec.environments"+segment(environment), patch, of, func() reflect.Value {
		return r.withDefaults(s, environment)
	})
}

// withDefaults is the spec in an environment with all defaults, also those that null
// removes.
func (r *report) withDefaults(s *DjangoStack, environment string) reflect.Value {
	merged, err := s.For(environment)
	if err != nil {
		return reflect.Value{}
	}
	merged.Spec.Removed = nil
	_ = r.loader.open(&merged.Spec)
	_ = r.loader.setDefaults(&Effective{DjangoStack: merged, Environment: environment}, environment)
	return reflect.ValueOf(merged.Spec)
}

type nullChecker struct{ *report }

// beneath is a value of the spec as a null finds it: as it is written, and with the
// defaults. The latter are made only where they are asked for. Made is the part of the
// environment that a patch of nothing but nulls makes, since the spec does not have it.
type beneath struct {
	written reflect.Value
	filled  func() reflect.Value
	made    string
	// element is what is beneath each entry of a map that is not written.
	element reflect.Value
}

// step is a field or an entry of both.
func (l beneath) step(to func(reflect.Value) reflect.Value) beneath {
	return beneath{
		written: to(pointee(l.written)), filled: func() reflect.Value { return to(pointee(l.filled())) }, made: l.made,
	}
}

func pointee(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Pointer {
		return v.Elem()
	}
	return v
}

// below checks a patch of a value.
func (n *nullChecker) below(path string, patch map[string]any, v beneath, t *strict.Type) {
	for _, name := range sorted.Keys(patch) {
		at, inner := path+segment(name), patch[name]
		switch t.Kind {
		case strict.Struct, strict.Sections:
			f, known := t.Field(name)
			if !known {
				continue
			}
			field := v.step(func(v reflect.Value) reflect.Value { return f.In(v) })
			if below, found := t.Field(defaultsBeside(f)); found {
				field.element = pointee(below.In(pointee(v.written)))
			} else if of, found := t.Field(elementsBeside(f)); found {
				field.filled = func() reflect.Value { return anElement(of.In(pointee(v.filled())), f.In(pointee(v.filled()))) }
			}
			if inner == nil && !removable(f, field) {
				n.removesNothing(at, name, beneath{made: v.made})
			}
			n.inner(at, inner, field, f.Type)
		case strict.Map:
			item := v.step(func(v reflect.Value) reflect.Value { return strict.Entry(v, name) })
			if inner == nil && !item.written.IsValid() {
				n.removesNothing(at, name, v)
			}
			if !item.written.IsValid() {
				item.written = v.element
			}
			n.inner(at, inner, item, t.Elem)
		default: // nothing is removed from other values
		}
	}
}

// removable reports whether null has something to remove: a value of the spec, or a
// default, which it removes or is refused for. The checks of a container are made
// later, by its component.
func removable(f *strict.Field, field beneath) bool {
	switch {
	case isSet(field.written), f.Type.Go == probesType, f.Type.Go == probeType:
		return true
	default:
		return !followsOthers[fieldName(f)] && isSet(field.filled())
	}
}

func isSet(v reflect.Value) bool { return v.IsValid() && !v.IsZero() }

func (n *nullChecker) inner(path string, patch any, v beneath, t *strict.Type) {
	if entries, ok := patch.(map[string]any); ok {
		absent := !pointee(v.written).IsValid() && t.Kind == strict.Struct
		if v.made == "" && absent && onlyNulls(entries) {
			v.made = path
		}
		n.below(path, entries, v, t)
	}
}

// onlyNulls reports whether a patch gives no value to anything.
func onlyNulls(patch map[string]any) bool {
	for _, inner := range patch {
		if entries, _ := inner.(map[string]any); inner != nil && (len(entries) == 0 || !onlyNulls(entries)) {
			return false
		}
	}
	return true
}

// warn is about a null without effect.
func (n *nullChecker) warn(path, format string, args ...any) {
	n.put(&n.warnings, field.ErrorType(CodeNoEffect), path, format, args...)
}

// removesNothing warns of a null in a part or a map of the spec.
func (n *nullChecker) removesNothing(path, name string, of beneath) {
	remedy := "remove the line"
	if near, ok := n.near(name, pointee(of.written)); ok {
		remedy = "did you mean " + near + "?"
	} else if of.made != "" {
		remedy = "remove " + of.made + ", which makes one of defaults alone"
	}
	n.warn(path, "null removes nothing, since the spec has no %s there; %s", name, remedy)
}

// near is the name in v that another likely stands for. It is looked for as long as a
// warning is printed.
func (n *nullChecker) near(name string, v reflect.Value) (string, bool) {
	if len(n.warnings.list) == strict.MaxFindings {
		return "", false
	}
	all := names(v)
	return strict.Nearest(name, all[:min(len(all), strict.MostMeant)])
}

func names(v reflect.Value) []string {
	if !v.IsValid() {
		return nil
	}
	var all []string
	for _, key := range v.MapKeys() {
		all = append(all, key.String())
	}
	slices.SortFunc(all, strings.Compare)
	return all
}
