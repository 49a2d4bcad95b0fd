package spec

import (
	"reflect"
	"slices"
	"testing"
)

// TestNullsSayWhatTheyDo has an environment remove every field there is, of a stack that
// says nothing of it and of one that sets it. Null changes something, or is refused, or
// a warning says that it removes nothing: just one of these.
func TestNullsSayWhatTheyDo(t *testing.T) {
	changed, refused, warned := 0, 0, 0
	for _, way := range everyField() {
		switch found := fateOf(t, way, nil); found {
		case fate{changed: true}:
			changed++
		case fate{refused: true}:
			refused++
		case fate{warned: true}:
			warned++
		default:
			t.Errorf("%s: null where the spec says nothing: %+v", way.path, found)
		}
		value := anyOf(shapeAt(way.keys))
		if value == nil {
			continue
		}
		found := fateOf(t, way, value)
		if found != (fate{changed: true}) && found != (fate{refused: true}) {
			t.Errorf("%s: null where the spec has %v: %+v", way.path, value, found)
		}
	}
	if changed < 50 || refused < 50 || warned < 100 {
		t.Errorf("%d changed, %d refused, %d warned: the walk has lost fields", changed, refused, warned)
	}
}

// fate is what null does to a field.
type fate struct{ changed, refused, warned bool }

// fateOf is that of a field which the spec gives a value, or nothing where it is nil.
func fateOf(t *testing.T, way wayTo, value any) fate {
	t.Helper()
	s := hollow(nil)
	if value != nil {
		patch := newWay("", way.keys, value).patch
		if _, err := assign(reflect.ValueOf(&s.Spec).Elem(), specShape(), patch, nil); err != nil {
			t.Fatalf("%s: %v", way.path, err)
		}
	}
	leave := func() (any, *DjangoStack) {
		merged, err := s.Effective("dev")
		if err != nil {
			t.Fatalf("%s: %v", way.path, err)
		}
		v := valueAt(reflect.ValueOf(merged.Spec), specShape(), way.keys)
		if !isSet(v) {
			return nil, merged.DjangoStack
		}
		return v.Interface(), merged.DjangoStack
	}
	before, _ := leave()
	s.Spec.Environments["dev"] = way.patch
	after, merged := leave()
	r := &report{}
	r.nulls(s, "dev")
	validateRemoved(r, merged)
	refused := len(r.errs.list) > 0
	changed := !refused && !reflect.DeepEqual(before, after) && (!isUnspread(before) || !isUnspread(after))
	return fate{changed, refused, len(r.warnings.list) > 0}
}

// isUnspread reports whether a value spreads no pods, in one way or the other.
func isUnspread(v any) bool {
	switch given := v.(type) {
	case nil:
		return true
	case Scheduling:
		return isNone(reflect.ValueOf(given))
	case []TopologySpread:
		return len(given) == 0
	default:
		return false
	}
}

// everyField are the ways to all fields of an environment, in every part there is.
func everyField() []wayTo {
	var all []wayTo
	var walk func(s *shape, keys []string)
	walk = func(s *shape, keys []string) {
		switch s.kind {
		case kindObject:
			for i := range s.fields {
				f := &s.fields[i]
				if below := slices.Concat(keys, []string{f.name}); !f.isEnvironments() {
					all = append(all, newWay(f.id(), below, nil))
					walk(f.shape, below)
				}
			}
		case kindDict:
			if s.elem.kind == kindObject {
				walk(s.elem, slices.Concat(keys, []string{"default"}))
			}
		default:
		}
	}
	walk(specShape(), nil)
	return all
}

func shapeAt(keys []string) *shape {
	s := specShape()
	for _, key := range keys {
		if f, known := s.lookup(key); known {
			s = f.shape
		} else {
			s = s.elem
		}
	}
	return s
}

// anyOf is a value of a shape, nil for those that are made of others.
func anyOf(s *shape) any {
	switch {
	case s.kind == kindText && s.enum != nil:
		return s.enum[0]
	case s.kind == kindText:
		return "seven"
	case s.kind == kindNumber:
		return int64(7)
	case s.kind == kindBool:
		return true
	case s.typ == quantityType:
		return "7Mi"
	case s.kind == kindParsed:
		return "7m"
	case s.kind == kindList && anyOf(s.elem) != nil:
		return []any{anyOf(s.elem)}
	case s.kind == kindDict && anyOf(s.elem) != nil:
		return map[string]any{"seven": anyOf(s.elem)}
	default:
		return nil
	}
}
