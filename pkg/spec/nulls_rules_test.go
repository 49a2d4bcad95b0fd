package spec

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/strict"
)

// TestNullsSayWhatTheyDo has an environment remove every field there is, of a stack that
// says nothing of it and of one that sets it. Null changes something, or is refused, or
// a warning says that it removes nothing: just one of these.
func TestNullsSayWhatTheyDo(t *testing.T) {
	changed, refused, warned := 0, 0, 0
	for _, field := range everyField() {
		switch found := fateOf(t, field, nil); found {
		case fate{changed: true}:
			changed++
		case fate{refused: true}:
			refused++
		case fate{warned: true}:
			warned++
		case fate{}:
			if field.path == "spec.processDefaults.manage" { // which the one process says itself
				continue
			}
			t.Errorf("%s: null where the spec says nothing does nothing", field.path)
		default:
			t.Errorf("%s: null where the spec says nothing: %+v", field.path, found)
		}
		value := anyOf(specType().At(field.keys...))
		if value == nil {
			continue
		}
		found := fateOf(t, field, value)
		if found != (fate{changed: true}) && found != (fate{refused: true}) {
			t.Errorf("%s: null where the spec has %v: %+v", field.path, value, found)
		}
	}
	if changed < 50 || refused < 50 || warned < 100 {
		t.Errorf("%d changed, %d refused, %d warned: the walk has lost fields", changed, refused, warned)
	}
}

// fate is what null does to a field.
type fate struct{ changed, refused, warned bool }

// fateOf is that of a field which the spec gives a value, or nothing where it is nil.
func fateOf(t *testing.T, field fieldCase, value any) fate {
	t.Helper()
	s := hollow(nil)
	if value != nil {
		patch := newFieldCase("", field.keys, value).patch
		if _, err := specType().Merge(reflect.ValueOf(&s.Spec).Elem(), patch, nil); err != nil {
			t.Fatalf("%s: %v", field.path, err)
		}
	}
	leave := func() (any, *DjangoStack) {
		merged, err := s.Effective("dev")
		if err != nil {
			t.Fatalf("%s: %v", field.path, err)
		}
		all := map[string]any{}
		for _, keys := range [][]string{field.keys, elementKeys(field.keys)} {
			if v := valueAt(reflect.ValueOf(merged.Spec), specType(), keys); isSet(v) && !isUnspread(v.Interface()) {
				all[strings.Join(keys, ".")] = v.Interface()
			}
		}
		return all, merged.DjangoStack
	}
	before, _ := leave()
	s.Spec.Environments["dev"] = field.patch
	after, merged := leave()
	r := &report{}
	(&Document{Stack: s}).environmentNulls(r, s, "dev")
	validateRemoved(r, merged)
	refused := len(r.errs.list) > 0
	changed := !refused && !reflect.DeepEqual(before, after)
	return fate{changed, refused, len(r.warnings.list) > 0}
}

// elementKeys lead to what is made of a value that is beneath all elements, in one of them.
func elementKeys(keys []string) []string {
	for _, c := range collections {
		for i, key := range keys {
			if key == c.defaults {
				return slices.Concat(keys[:i], []string{c.elements, "default"}, keys[i+1:])
			}
		}
	}
	return keys
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

// everyField returns all fields of an environment, in every part there is.
func everyField() []fieldCase {
	var all []fieldCase
	var walk func(d *strict.Type, keys []string)
	walk = func(d *strict.Type, keys []string) {
		switch d.Kind {
		case strict.Struct:
			for i := range d.Fields {
				f := &d.Fields[i]
				if below := slices.Concat(keys, []string{f.Name}); f.InPatches() {
					all = append(all, newFieldCase(fieldName(f), below, nil))
					walk(f.Type, below)
				}
			}
		case strict.Map:
			if d.Elem.Kind == strict.Struct {
				walk(d.Elem, slices.Concat(keys, []string{"default"}))
			}
		default:
		}
	}
	walk(specType(), nil)
	return all
}

// anyOf is a value of a type, nil for those that are made of others.
func anyOf(d *strict.Type) any {
	switch {
	case d.Kind == strict.String && d.Enum != nil:
		return d.Enum[0]
	case d.Kind == strict.String:
		return "seven"
	case d.Kind == strict.Integer:
		return int64(7)
	case d.Kind == strict.Boolean:
		return true
	case d.Go == quantityType:
		return "7Mi"
	case d.Kind == strict.Custom:
		return "7m"
	case d.Kind == strict.List && anyOf(d.Elem) != nil:
		return []any{anyOf(d.Elem)}
	case d.Kind == strict.Map && anyOf(d.Elem) != nil:
		return map[string]any{"seven": anyOf(d.Elem)}
	default:
		return nil
	}
}
