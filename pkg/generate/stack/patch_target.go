package stack

import (
	"fmt"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/pkg/spec"
)

// isTarget reports whether a patch changes an object.
func isTarget(o Object, t spec.PatchTarget) bool {
	return (t.Component == "" || t.Component == componentOf(o)) && (t.Kind == "" || t.Kind == kindOf(o)) &&
		(t.Name == "" || t.Name == o.GetName())
}

func componentOf(o Object) string { return o.GetLabels()[LabelComponent] }

func kindOf(o Object) string { return o.GetObjectKind().GroupVersionKind().Kind }

func nameOf(o Object) string { return o.GetName() }

// noTarget says why no object is a target: which of component, kind and name is the first that
// none of the objects with those before it has.
func noTarget(t spec.PatchTarget, objects []Object) string {
	of := ""
	for _, one := range []struct {
		what, wanted string
		get          func(Object) string
	}{
		{"component", t.Component, componentOf}, {"kind", t.Kind, kindOf}, {"name", t.Name, nameOf},
	} {
		if one.wanted == "" {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(objects), func(o Object) bool { return one.get(o) != one.wanted })
		if len(left) == 0 {
			return fmt.Sprintf("no object%s has the %s %q; %s", of, one.what, one.wanted,
				nearestTarget(one.wanted, objects, one.get))
		}
		objects, of = left, of+fmt.Sprintf(" of the %s %s", one.what, one.wanted)
	}
	return "the stack has no objects"
}

// mostNamed is how many of the values that would do a message has.
const mostNamed = 20

// nearestTarget is the remedy for a value that none of the objects has.
func nearestTarget(wanted string, objects []Object, get func(Object) string) string {
	values := map[string]bool{}
	for _, o := range objects {
		if value := get(o); value != "" {
			values[value] = true
		}
	}
	names := sorted.Keys(values)
	if near, ok := strict.Nearest(wanted, names); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	more := ""
	if len(names) > mostNamed {
		names, more = names[:mostNamed], fmt.Sprintf(" and %d more", len(names)-mostNamed)
	}
	return "there are " + strings.Join(names, ", ") + more
}
