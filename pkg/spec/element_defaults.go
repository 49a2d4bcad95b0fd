package spec

import (
	"reflect"
	"strings"

	"github.com/djangostack/djangostack/internal/strict"
)

// collection is a map of the spec, and the field beside it with what all its elements have that
// do not say otherwise.
type collection struct{ in, elements, defaults string }

// collections are those that have such a field. An element is a merge patch of it, in each
// environment: what the environment makes of the one is laid over what it makes of the other.
var collections = []collection{
	{"", "processes", "processDefaults"},
	{"", "cron", "cronDefaults"},
	{"celery", "workers", "workerDefaults"},
}

// isOverlaid reports whether a field has elements, or what is beneath them.
func isOverlaid(f *strict.Field) bool {
	for _, c := range collections {
		if isOwn(f.Owner) && (f.Name == c.elements || f.Name == c.defaults) && strings.EqualFold(c.owner(), f.Owner.Name()) {
			return true
		}
	}
	return false
}

// isElementDefaults reports whether a field has what is beneath elements.
func isElementDefaults(f *strict.Field) bool {
	return f != nil && isOverlaid(f) && strings.HasSuffix(f.Name, "Defaults")
}

// defaultsBeside is the name of the field beside one of elements, "" beside any other.
func defaultsBeside(f *strict.Field) string {
	for _, c := range collections {
		if isOverlaid(f) && f.Name == c.elements {
			return c.defaults
		}
	}
	return ""
}

// elementsBeside is the name of the field with the elements of what a field is beneath.
func elementsBeside(f *strict.Field) string {
	for _, c := range collections {
		if isOverlaid(f) && f.Name == c.defaults {
			return c.elements
		}
	}
	return ""
}

// anElement is an element, whose defaults null removes with those of all others, or what is
// beneath where there are none.
func anElement(elements, beneath reflect.Value) reflect.Value {
	if !elements.IsValid() || elements.Len() == 0 {
		return beneath
	}
	return elements.MapIndex(sortedKeys(elements)[0])
}

// owner is the name of the type that has both fields.
func (c collection) owner() string {
	if c.in == "" {
		return "StackSpec"
	}
	return c.in
}

// path is that of a field of the collection's owner.
func (c collection) path(name string) string {
	return strings.TrimSuffix("spec."+c.in, ".") + "." + name
}

// beneathElement is the path of what is beneath a value of an element, "" for any other value.
func beneathElement(path string) string {
	for _, c := range collections {
		rest, found := strings.CutPrefix(path, c.path(c.elements))
		if !found || len(rest) < 2 {
			continue
		}
		end := 0
		switch rest[0] {
		case '[':
			end = strings.IndexByte(rest, ']') + 1
		case '.':
			if end = strings.IndexAny(rest[1:], ".[") + 1; end == 0 {
				end = len(rest)
			}
		}
		if end > 0 {
			return c.path(c.defaults) + rest[end:]
		}
	}
	return ""
}

// fillElements lays the elements of all collections over what is beneath them.
func (s *StackSpec) fillElements() {
	removed := strict.Nulls(s.Removed)
	for _, c := range collections {
		owner, t, own := reflect.ValueOf(s).Elem(), specType(), removed
		if c.in != "" {
			f, _ := t.Field(c.in)
			owner, t, own = f.In(owner), f.Type, removed.Below(c.in)
			if owner.IsNil() {
				continue
			}
			owner = owner.Elem()
		}
		elements, _ := t.Field(c.elements)
		defaults, _ := t.Field(c.defaults)
		beneath := defaults.In(owner)
		if beneath.IsNil() || elements.In(owner).IsNil() {
			continue
		}
		nulls := elements.Type.FillEntries(elements.In(owner), beneath.Elem(), own.Below(c.elements), own.Below(c.defaults))
		if c.in == "" {
			removed = removed.WithBelow(c.elements, nulls)
		} else {
			removed = removed.WithBelow(c.in, own.WithBelow(c.elements, nulls))
		}
	}
	s.Removed = Environment(removed)
}
