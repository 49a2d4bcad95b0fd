package strict

import (
	"fmt"
	"maps"
	"reflect"
)

// SectionMap is a map of one Go type with keys that are known only when the program runs,
// each with a type of its own. An entry keeps its section as data, of which whoever knows
// the types makes a value.
type SectionMap struct {
	// Map is the Go type of the map.
	Map reflect.Type
	// Of are the structs of the sections.
	Of []Section
	// Data returns the data of an entry, and Value a pointer to the value that was made of
	// it, nil before. New makes an entry of data.
	Data  func(entry any) map[string]any
	Value func(entry any) any
	New   func(data map[string]any) any
	// None is the remedy for a section where there are no types.
	None string
}

// Section is one key of the map and the struct that stands under it.
type Section struct {
	Name string
	Type reflect.Type
}

// addSections describes a map of sections.
func (b *builder) addSections(d *Type) {
	d.Kind, d.index = Sections, map[string]int{}
	for _, s := range b.root.Sections.Of {
		of := b.of(s.Type)
		if of.Kind != Struct {
			b.refuse("a section that is a " + s.Type.String())
		}
		d.index[s.Name] = len(d.Fields)
		d.Fields = append(d.Fields, Field{
			Name: s.Name, FullName: d.Go.Elem().Name() + "." + s.Name, Type: of, Owner: d.Go.Elem(),
		})
	}
}

// section returns the value that was made of a section, a nil pointer where none was.
func (f *Field) section(m reflect.Value) reflect.Value {
	if entry := Entry(m, f.Name); entry.IsValid() {
		if value := f.Type.root.Sections.Value(entry.Interface()); value != nil {
			return reflect.ValueOf(value)
		}
	}
	return reflect.Zero(reflect.PointerTo(f.Type.Go))
}

// mergeSections merges into the data of a map's sections. A name that the type does not
// know is merged as any JSON.
func (t *Type) mergeSections(m reflect.Value, entries map[string]any, removed Nulls) (Nulls, error) {
	for name, tree := range entries {
		key := reflect.ValueOf(name).Convert(m.Type().Key())
		if tree == nil {
			if !m.IsNil() {
				m.SetMapIndex(key, reflect.Value{})
			}
			removed = removed.withBelow(name, nil)
			continue
		}
		var old any
		if entry := Entry(m, name); entry.IsValid() {
			old = t.root.Sections.Data(entry.Interface())
		}
		merged, below := t.At(name).mergeTree(old, tree, removed.Below(name))
		data, ok := merged.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%s: expected a map, found %T", name, merged)
		}
		removed = removed.withBelow(name, below)
		if m.IsNil() {
			m.Set(reflect.MakeMapWithSize(m.Type(), len(entries)))
		}
		m.SetMapIndex(key, reflect.ValueOf(t.root.Sections.New(data)))
	}
	if m.Len() == 0 {
		m.SetZero()
	}
	return removed, nil
}

// mergeTree is Merge for data. Of nil, an unknown type, it merges any JSON.
func (t *Type) mergeTree(old, patch any, removed Nulls) (any, Nulls) {
	if whole, ok := patch.(Replacement); ok {
		old, patch, removed = nil, map[string]any(whole), nil
	}
	entries, ok := t.long(patch).(map[string]any)
	if !ok || t.isWhole() {
		return CloneTree(patch), nil
	}
	before, _ := t.long(old).(map[string]any)
	if _, short := patch.(map[string]any); !short {
		before, removed = nil, nil // a scalar replaces all there was
	}
	merged := maps.Clone(before)
	if merged == nil {
		merged = make(map[string]any, len(entries))
	}
	for name, tree := range entries {
		if tree == nil {
			delete(merged, name)
			if t != nil && t.Kind == Map {
				removed = removed.withBelow(name, nil)
			} else {
				removed = removed.with(name)
			}
			continue
		}
		var below Nulls
		merged[name], below = t.below(name).mergeTree(merged[name], tree, removed.Below(name))
		removed = removed.withBelow(name, below)
	}
	return merged, removed
}

// below is At of one key, also for nil.
func (t *Type) below(key string) *Type {
	if t == nil {
		return nil
	}
	return t.At(key)
}

// long is data of a struct that is written as a scalar, as one that is not.
func (t *Type) long(data any) any {
	if t == nil || t.Kind != Struct || t.short == "" || !isScalar(data) {
		return data
	}
	return map[string]any{t.short: data}
}
