package patch

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/strict"
)

// Body is a patch: a strategic merge patch, which is a map, or a JSON patch, which is a list of
// operations.
type Body struct {
	merge      map[string]any
	operations []Operation
}

// Read reads a patch from any Go value of a map or a list.
func Read(v any) (Body, error) {
	tree, err := Value(v)
	if err != nil {
		return Body{}, err
	}
	switch tree := tree.(type) {
	case map[string]any:
		return Body{merge: tree}, nil
	case []any:
		body := Body{operations: make([]Operation, len(tree))}
		for i, item := range tree {
			o, wrong := OperationOf(item)
			if wrong != nil {
				return Body{}, errorAt(place(i)+wrong.Path, "%s", wrong.Message)
			}
			body.operations[i] = o
		}
		return body, nil
	default:
		return Body{}, errors.New("must be a map or a list")
	}
}

// Apply returns an object changed by the patch, which may change the object that is given. The Go
// type says how its lists merge; without one every list replaces.
func (b Body) Apply(object map[string]any, t reflect.Type) (map[string]any, *Error) {
	if b.operations != nil {
		return JSON(object, b.operations)
	}
	merge, err := Value(b.merge) // which becomes part of the object
	if err != nil {
		return nil, errorAt("", "%v", err)
	}
	return Strategic(object, merge.(map[string]any), t)
}

// Part returns what a strategic merge patch says of an object, without directives; nil for a JSON
// patch.
func (b Body) Part() map[string]any {
	if b.merge == nil {
		return nil
	}
	return plain(b.merge).(map[string]any)
}

// Locate returns the path in the patch of what changes a field of the object, as near as there is
// one.
func (b Body) Locate(field string) string {
	keys := words(field)
	if b.operations == nil {
		return locate(b.merge, keys)
	}
	for i, o := range slices.Backward(b.operations) {
		tokens := words(strings.Join(Tokens(o.Path), "."))
		n := min(len(tokens), len(keys))
		if slices.Equal(tokens[:n], keys[:n]) {
			return place(i)
		}
	}
	return ""
}

// words are the parts of a path. A key with dots is several.
func words(path string) []string {
	return strings.FieldsFunc(path, func(c rune) bool { return c == '.' || c == '[' || c == ']' })
}

func locate(merge map[string]any, keys []string) (path string) {
	for i := range keys {
		// Keys of labels have dots: the rest may be one.
		if rest := strings.Join(keys[i:], "."); merge[rest] != nil {
			return path + strict.Segment(rest)
		}
		below, given := merge[keys[i]]
		if !given {
			return path
		}
		path += strict.Segment(keys[i])
		merge, _ = below.(map[string]any)
	}
	return path
}

func plain(tree any) any {
	switch t := tree.(type) {
	case map[string]any:
		part := make(map[string]any, len(t))
		for name, value := range t {
			if !strings.HasPrefix(name, "$") && value != nil {
				part[name] = plain(value)
			}
		}
		return part
	case []any:
		part := make([]any, len(t))
		for i, item := range t {
			part[i] = plain(item)
		}
		return part
	default:
		return tree
	}
}
