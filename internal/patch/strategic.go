package patch

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// The directives of strategic merge patches.
const (
	directive  = "$patch"
	retainKeys = "$retainKeys"
	deleteFrom = "$deleteFromPrimitiveList/"
)

// Strategic returns an object changed by a strategic merge patch: maps merge, null removes, lists
// merge as the tags of the Go type say, and all else replaces, as the API server has it. Without a
// type, it is a JSON merge patch (RFC 7386), in which every list replaces.
func Strategic(object, patch map[string]any, t reflect.Type) (map[string]any, *Error) {
	if _, given := patch[directive]; given {
		return nil, errorAt(strict.Segment(directive), "the whole object must not be deleted or replaced; change its fields")
	}
	return mergeMap(object, patch, element{typ: t}, "")
}

// element is what is known of a value by its field: its type, nil for none, and how a list of it
// merges.
type element struct {
	typ           reflect.Type
	strategy, key string
}

// mergeValue merges any value of a patch into what is there.
func mergeValue(from, patch any, e element, path string) (any, *Error) {
	switch patch := patch.(type) {
	case map[string]any:
		before, _ := from.(map[string]any)
		return mergeMap(before, patch, e, path)
	case []any:
		before, _ := from.([]any)
		return mergeList(before, patch, e, path)
	default:
		return patch, nil
	}
}

// mergeMap merges a map into another, which it may change.
func mergeMap(from, patch map[string]any, e element, path string) (map[string]any, *Error) {
	switch patch[directive] {
	case nil, "merge":
	case "replace":
		from = nil
	case "delete":
		return nil, errorAt(path+strict.Segment(directive), "only an item of a list that merges can be deleted so; "+
			"write null for a field")
	default:
		return nil, errorAt(path+strict.Segment(directive), "must be merge, replace or delete; write one of them")
	}
	merged := from
	if merged == nil {
		merged = make(map[string]any, len(patch))
	}
	if err := retain(merged, patch, path); err != nil {
		return nil, err
	}
	for _, name := range sorted.Keys(patch) {
		at, given := path+strict.Segment(name), patch[name]
		if strings.HasPrefix(name, "$") {
			if err := follow(merged, name, given, at); err != nil {
				return nil, err
			}
			continue
		}
		if given == nil {
			delete(merged, name)
			continue
		}
		value, err := mergeValue(merged[name], given, e.field(name), at)
		if err != nil {
			return nil, err
		}
		merged[name] = value
	}
	return merged, nil
}

// follow follows one that is not about the map itself.
func follow(merged map[string]any, name string, given any, at string) *Error {
	list, ok := strings.CutPrefix(name, deleteFrom)
	switch {
	case name == directive, name == retainKeys:
		return nil
	case !ok:
		return errorAt(at, "unknown directive; expected one of $patch, $retainKeys, $deleteFromPrimitiveList/FIELD")
	}
	gone, isList := given.([]any)
	if !isList {
		return errorAt(at, "must be a list of what goes; write one")
	}
	before, _ := merged[list].([]any)
	keys := keysOf(gone)
	merged[list] = slices.DeleteFunc(before, func(item any) bool { return keys[keyOf(item)] })
	return nil
}

// retain keeps the fields that $retainKeys names.
func retain(merged, patch map[string]any, path string) *Error {
	given, ok := patch[retainKeys]
	if !ok {
		return nil
	}
	names, isList := given.([]any)
	if !isList {
		return errorAt(path+strict.Segment(retainKeys), "must be a list of the fields that stay; write one")
	}
	stay := keysOf(names)
	for name := range merged {
		if !stay[name] {
			delete(merged, name)
		}
	}
	return nil
}

// mergeList merges a list, or replaces it where no key tells its items apart.
func mergeList(from, patch []any, e element, path string) (any, *Error) {
	switch {
	case !strings.Contains(e.strategy, "merge"):
		return replaceList(patch, e, path)
	case e.key == "":
		return union(from, patch), nil
	default:
		return mergeByKey(from, patch, e, path)
	}
}

// replaceList returns those of a list that replaces another.
func replaceList(patch []any, e element, path string) ([]any, *Error) {
	list := make([]any, len(patch))
	for i, item := range patch {
		value, err := mergeValue(nil, item, e.item(), path+place(i))
		if err != nil {
			return nil, err
		}
		list[i] = value
	}
	return list, nil
}

// union adds to a list of texts or numbers what it does not have.
func union(from, patch []any) []any {
	seen := map[string]bool{}
	var all []any
	for _, item := range slices.Concat(from, patch) {
		if key := keyOf(item); !seen[key] {
			seen[key] = true
			all = append(all, item)
		}
	}
	return all
}

// mergeByKey merges a list whose items a field tells apart.
func mergeByKey(from, patch []any, e element, path string) ([]any, *Error) {
	places := make(map[string][]int, len(from))
	for i, item := range from {
		fields, _ := item.(map[string]any)
		key := keyOf(fields[e.key])
		places[key] = append(places[key], i)
	}
	var given []listed
	mentioned := make([]bool, len(from))
	for i, item := range patch {
		at := path + place(i)
		fields, ok := item.(map[string]any)
		if !ok {
			return nil, errorAt(at, "must be a map with %s; write one", e.key)
		}
		if len(fields) == 1 && fields[directive] == "replace" {
			return replaceItems(patch, e, path)
		}
		found, err := e.find(fields, places, at)
		if err != nil {
			return nil, err
		}
		one := listed{place: found}
		var before any
		if found >= 0 {
			mentioned[found], before = true, from[found]
		}
		if fields[directive] == "delete" {
			continue
		}
		if one.value, err = mergeValue(before, fields, e.item(), at); err != nil {
			return nil, err
		}
		given = append(given, one)
	}
	return interleave(given, from, mentioned), nil
}

// find returns the place of the item that an item of a patch is about, -1 for a new one.
func (e element) find(item map[string]any, places map[string][]int, at string) (int, *Error) {
	key := item[e.key]
	found := places[keyOf(key)]
	switch {
	case key == nil:
		return 0, errorAt(at, "must have %s, which tells the items of this list apart; write it", e.key)
	case len(found) > 1:
		return 0, errorAt(at, "several items have %s %v; replace the list as a whole, with an item {$patch: replace}",
			e.key, key)
	case len(found) == 1:
		return found[0], nil
	case item[directive] == "delete":
		return 0, errorAt(at, "there is no item with %s %v; correct it, or remove it from the patch", e.key, key)
	default:
		return -1, nil
	}
}

// listed is an item of a list, and its place in the list before, -1 for a new one.
type listed struct {
	value any
	place int
}

// interleave puts the items that a patch has and those that it does not mention into one list, as
// the API server does: each keeps its order, and a new item stands as far in front as that lets it.
func interleave(given []listed, from []any, mentioned []bool) []any {
	list := make([]any, 0, len(from)+len(given))
	for i, item := range from {
		if mentioned[i] {
			continue
		}
		for len(given) > 0 && given[0].place < i {
			list, given = append(list, given[0].value), given[1:]
		}
		list = append(list, item)
	}
	for _, one := range given {
		list = append(list, one.value)
	}
	return list
}

// replaceItems returns the items of a list beside one that says $patch: replace.
func replaceItems(patch []any, e element, path string) ([]any, *Error) {
	var list []any
	for i, item := range patch {
		if fields, _ := item.(map[string]any); len(fields) == 1 && fields[directive] != nil {
			continue
		}
		value, err := mergeValue(nil, item, e.item(), path+place(i))
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, nil
}

func place(i int) string { return "[" + strconv.Itoa(i) + "]" }

// keyOf is a scalar as text, by which items are told apart.
func keyOf(v any) string { return fmt.Sprint(v) }

func keysOf(list []any) map[string]bool {
	all := make(map[string]bool, len(list))
	for _, item := range list {
		all[keyOf(item)] = true
	}
	return all
}

// item is what a list holds.
func (e element) item() element {
	if t := pointee(e.typ); t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Map) {
		return element{typ: t.Elem()}
	}
	return element{}
}

// field is what a struct or a map has under a name.
func (e element) field(name string) element {
	t := pointee(e.typ)
	switch {
	case t == nil:
		return element{}
	case t.Kind() == reflect.Map:
		return e.item()
	case t.Kind() != reflect.Struct:
		return element{}
	}
	for f := range t.Fields() {
		tagged, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case tagged == name:
			return element{f.Type, f.Tag.Get("patchStrategy"), f.Tag.Get("patchMergeKey")}
		case f.Anonymous && (tagged == "" || options == "inline"):
			if inner := (element{typ: f.Type}).field(name); inner.typ != nil {
				return inner
			}
		}
	}
	return element{}
}

func pointee(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}
