package strict

import "reflect"

// Nulls are what null has removed of a value: a merge patch of nothing but nulls.
// Like append, methods that add change it or make another where it is nil.
type Nulls map[string]any

// Below returns those of a field or entry.
func (n Nulls) Below(name string) Nulls {
	inner, _ := n[name].(map[string]any)
	return inner
}

// has reports whether null has removed a field or entry as a whole.
func (n Nulls) has(name string) bool {
	tree, found := n[name]
	return found && tree == nil
}

// WithBelow returns them with those of a field or entry.
func (n Nulls) WithBelow(name string, inner Nulls) Nulls {
	if len(inner) == 0 {
		return n
	}
	return n.withBelow(name, inner)
}

// with adds a field that null removes.
func (n Nulls) with(name string) Nulls {
	if n == nil {
		n = Nulls{}
	}
	n[name] = nil
	return n
}

// withBelow replaces those of a field or entry that has a value again.
func (n Nulls) withBelow(name string, inner Nulls) Nulls {
	if len(inner) == 0 {
		delete(n, name)
		return n
	}
	n = n.with(name)
	n[name] = map[string]any(inner)
	return n
}

// Withdraw takes back the defaults of what null removed: unset is called with each
// field that is nullable.
func (t *Type) Withdraw(v reflect.Value, removed Nulls, unset func(*Field, reflect.Value)) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	for name, tree := range removed {
		inner, isMap := tree.(map[string]any)
		switch {
		case t.Kind == Map && isMap:
			t.withdrawEntry(v, name, inner, unset)
		case !t.HasFields():
		default:
			f, known := t.Field(name)
			if !known {
				continue
			}
			if tree != nil {
				f.Type.Withdraw(f.In(v), inner, unset)
			} else if f.nullable() {
				unset(f, f.In(v))
			}
		}
	}
}

func (t *Type) withdrawEntry(m reflect.Value, name string, removed Nulls, unset func(*Field, reflect.Value)) {
	old := Entry(m, name)
	if !old.IsValid() {
		return
	}
	item := reflect.New(m.Type().Elem()).Elem()
	item.Set(old)
	t.Elem.Withdraw(item, removed, unset)
	m.SetMapIndex(reflect.ValueOf(name).Convert(m.Type().Key()), item)
}
