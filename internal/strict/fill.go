package strict

import "reflect"

// Fill sets what is unset in a value to what another value of the type has there, as if the
// value were a merge patch of the other: structs and maps merge, all else stands as a whole.
// Removed is what null removed of either; the result is what is removed then. What is set
// shares nothing with the other value.
func (t *Type) Fill(v, from reflect.Value, removed, fromRemoved Nulls) Nulls {
	if t.Kind != Struct && t.Kind != Map {
		if v.IsZero() {
			v.Set(detached(from))
		}
		return removed
	}
	if v.Kind() == reflect.Pointer {
		if from.IsNil() {
			return removed
		}
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		v, from = v.Elem(), from.Elem()
	}
	if t.Kind == Map {
		return t.fillEntries(v, from, removed, fromRemoved)
	}
	for i := range t.Fields {
		f := &t.Fields[i]
		below, target := removed.Below(f.Name), f.In(v)
		switch {
		case removed.has(f.Name):
		case fromRemoved.has(f.Name):
			if target.IsZero() && len(below) == 0 {
				removed = removed.with(f.Name)
			}
		default:
			below = f.Type.Fill(target, f.In(from), below, fromRemoved.Below(f.Name))
			removed = removed.withBelow(f.Name, below)
		}
	}
	return removed
}

func (t *Type) fillEntries(m, from reflect.Value, removed, fromRemoved Nulls) Nulls {
	for key, entry := range from.Seq2() {
		name := key.String()
		old := m.MapIndex(key)
		whole := t.Elem.Kind != Struct && t.Elem.Kind != Map
		if removed.has(name) || old.IsValid() && whole {
			continue
		}
		item := reflect.New(m.Type().Elem()).Elem()
		if old.IsValid() {
			item.Set(old)
		}
		removed = removed.withBelow(name, t.Elem.Fill(item, entry, removed.Below(name), fromRemoved.Below(name)))
		if m.IsNil() {
			m.Set(reflect.MakeMap(m.Type()))
		}
		m.SetMapIndex(key, item)
	}
	return removed
}

// FillEntries fills each entry of a map from a value of what the map holds; see [Type.Fill].
func (t *Type) FillEntries(m, from reflect.Value, removed, fromRemoved Nulls) Nulls {
	for _, key := range m.MapKeys() {
		item := reflect.New(m.Type().Elem()).Elem()
		item.Set(m.MapIndex(key))
		name := key.String()
		removed = removed.withBelow(name, t.Elem.Fill(item, from, removed.Below(name), fromRemoved))
		m.SetMapIndex(key, item)
	}
	return removed
}

// detached is a copy of a value that shares nothing with it.
func detached(v reflect.Value) reflect.Value {
	own := reflect.New(v.Type()).Elem()
	own.Set(v)
	detach(own)
	return own
}
