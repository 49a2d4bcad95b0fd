package strict

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// object checks a mapping with fixed keys.
func (r *Reader) object(n *yaml.Node, t *Type) (any, bool) {
	tree := make(map[string]any, len(n.Content)/2)
	r.keys(n, func(p place, name string) {
		f, known := t.Field(name)
		switch {
		case !known:
			r.unknown(p, t, name)
			return
		case r.patch && f.HasPatches():
			r.Report(p.key, CodeForbidden, r.where(), r.Hints.NestedPatch)
			return
		case r.patch && f.makesLayer():
			r.Report(p.key, CodeForbidden, r.where(), r.Hints.NestedLayer)
			return
		case f.Type.Kind != Map && f.Type.Kind != Any && f.Type.Go != r.Template && isTemplate(p.node):
			r.add(p, CodeWrongType, r.Hints.Template)
			return
		case saysNull(p.node) && f.nullable():
			tree[name] = nil
			return
		}
		if v, ok := r.overlaid(p, f); ok {
			tree[name] = v
		}
	})
	return tree, true
}

// overlaid checks the value of a field, in which null may stand as in a patch.
func (r *Reader) overlaid(p place, f *Field) (any, bool) {
	if f.overlaid() && f.Type.Kind == Map {
		r.laid = true
		defer func() { r.laid = false }()
	} else if f.overlaid() && !isNull(p.node) {
		defer r.removing()()
	}
	return r.value(p, f.Type)
}

// removing lets null stand for what it removes until the function it returns is called.
func (r *Reader) removing() (end func()) {
	removes := r.removes
	r.removes = true
	return func() { r.removes = removes }
}

// entries checks a mapping with free keys.
func (r *Reader) entries(n *yaml.Node, t *Type) (any, bool) {
	tree := make(map[string]any, len(n.Content)/2)
	laid := r.laid
	r.laid = false
	r.keys(n, func(p place, name string) {
		if laid && !isNull(p.node) {
			defer r.removing()()
		}
		if v, ok := r.value(p, t.Elem); ok {
			tree[name] = v
		}
	})
	return tree, true
}

// keys calls visit for each key of a mapping that is a name and stands there
// for the first time.
func (r *Reader) keys(n *yaml.Node, visit func(p place, name string)) {
	seen := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content) && !r.stopped; i += 2 {
		p := place{key: n.Content[i], node: n.Content[i+1]}
		name, ok := r.key(p.key)
		if !ok {
			continue
		}
		r.path = append(r.path, Segment(name))
		if first, again := seen[name]; again {
			r.Report(p.key, CodeDuplicate, r.where(), fmt.Sprintf("duplicate key; it stands in line %d already", first))
		} else {
			seen[name] = p.key.Line
			visit(p, name)
		}
		r.path = r.path[:len(r.path)-1]
	}
}

// key is the text of a mapping's key.
func (r *Reader) key(key *yaml.Node) (string, bool) {
	if key.Kind == yaml.AliasNode {
		key = key.Alias
	}
	tag := key.ShortTag()
	switch {
	case tag == "!!merge":
		r.Report(key, CodeForbidden, r.where(), `merge keys ("<<") are not read; `+r.Hints.MergeKey)
	case key.Kind != yaml.ScalarNode || tag == "!!null":
		r.Report(key, CodeWrongType, r.where(), "a key must be a name, not "+r.describe(key))
	case tag == "!!int", tag == "!!float", tag == "!!bool", isOldBool(key):
		message := fmt.Sprintf("the key %s is %s; quote it: %q", key.Value, r.describe(key), key.Value)
		r.Report(key, CodeWrongType, r.where(), r.message(message, Value{Path: r.where(), Text: key.Value}))
	case len(key.Value) > MaxKey:
		r.Report(key, CodeTooLarge, r.where(), fmt.Sprintf("a key is longer than %d bytes; shorten it", MaxKey))
	case key.Value == "":
		r.Report(key, CodeInvalid, r.where(), "a key is empty; give it a name")
	default:
		if c, found := ControlCharacter(key.Value); found {
			r.Report(key, CodeInvalid, r.where(), fmt.Sprintf("a key holds the control character %U; remove it", c))
			return "", false
		}
		return key.Value, true
	}
	return "", false
}

// items checks a sequence. An item that does not fit leaves an empty one behind,
// so that the others keep their numbers.
func (r *Reader) items(n *yaml.Node, t *Type) (any, bool) {
	removes, list := r.removes, r.list
	r.removes, r.list = false, n.Content // null removes from maps, never from lists
	defer func() { r.removes, r.list = removes, list }()
	tree := make([]any, 0, len(n.Content))
	for i, item := range n.Content {
		if r.stopped {
			break
		}
		r.path = append(r.path, "["+strconv.Itoa(i)+"]")
		v, ok := r.value(place{node: item}, t.Elem)
		if !ok {
			v = t.Elem.zero()
		}
		tree = append(tree, v)
		r.path = r.path[:len(r.path)-1]
	}
	return tree, true
}

// zero is the tree of a value that says nothing.
func (t *Type) zero() any {
	switch t.Kind {
	case Struct, Map, Patch, Sections:
		return map[string]any{}
	case List:
		return []any{}
	case Integer:
		return int64(0)
	case Boolean:
		return false
	case Any, Whole:
		return nil
	case Custom:
		return t.customZero()
	default:
		return ""
	}
}

// customZero is what the zero value of a type writes that reads itself.
func (t *Type) customZero() (tree any) {
	data, err := json.Marshal(reflect.Zero(t.Go).Interface())
	if err != nil || json.Unmarshal(data, &tree) != nil || tree == nil {
		return ""
	}
	return tree
}

// Segment returns a key as it continues a path: .key, or [key] where a dot would
// be ambiguous.
func Segment(key string) string {
	if strings.ContainsAny(key, ".[]/ \n\t:=") {
		return "[" + key + "]"
	}
	return "." + key
}
