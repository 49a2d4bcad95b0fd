package encode

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"sync"

	"github.com/djangostack/djangostack/internal/tree"
)

// Tree converts v to the tree of its JSON, less the noise that [Marshal] leaves
// out. The result shares no memory with v that could be written to.
func Tree(v any) (tree.Node, error) {
	n, _, err := TreeLike(v, nil)
	return n, err
}

// TreeLike is [Tree], taking from like, which may be nil, whatever is the same there, so
// that what two objects have in common exists once and is known to be equal. It reports
// whether all of it is the same; the tree is like's own then.
func TreeLike(v any, like *tree.Node) (n tree.Node, same bool, err error) {
	b := builders.Get().(*builder)
	same, err = b.any(v, like, 0)
	switch {
	case err != nil:
		err = fmt.Errorf("encode: %w", err)
	case same:
		n = like.Under("")
	default:
		n = b.stack[0]
	}
	b.stack = b.stack[:0]
	builders.Put(b)
	return n, same, err
}

// builder makes one tree. Each of its methods puts the tree of a value on the
// stack, unless it is like the one given: then it says so, and puts nothing there.
type builder struct{ stack []tree.Node }

var builders = sync.Pool{New: func() any { return new(builder) }}

// maxDepth stops values that contain themselves.
const maxDepth = 10_000

var errTooDeep = errors.New("nested too deeply: does the value contain itself?")

// within names the entry an error comes from. The path of errTooDeep would be
// as long as it is useless.
func within(entry string, err error) error {
	if errors.Is(err, errTooDeep) {
		return err
	}
	return fmt.Errorf("%s: %w", entry, err)
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

func (b *builder) scalar(n tree.Node, like *tree.Node) (same bool) {
	if like != nil && tree.Equal(like, &n) {
		return true
	}
	b.stack = append(b.stack, n)
	return false
}

// text is what most leaves are: one that is like the other needs no second look.
func (b *builder) text(s string, like *tree.Node) (same bool) {
	if like != nil && like.Kind() == tree.String && like.Value() == s {
		return true
	}
	return b.scalar(textOf(s), like)
}

func (b *builder) any(v any, like *tree.Node, depth int) (same bool, err error) {
	switch x := v.(type) {
	case nil:
		return b.scalar(tree.Node{}, like), nil
	case string:
		return b.text(x, like), nil
	case tree.Node:
		b.stack = append(b.stack, x.Under(""))
		return false, nil
	}
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Pointer {
		rv = addressable(rv)
	}
	return b.value(planOf(rv.Type()), rv, like, depth)
}

// addressable is v, or a copy of it where v has no address.
func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	copied := reflect.New(v.Type()).Elem()
	copied.Set(v)
	return copied
}

// value makes the tree of v, which has the plan's type.
func (b *builder) value(pl *plan, v reflect.Value, like *tree.Node, depth int) (same bool, err error) {
	if depth > maxDepth {
		return false, errTooDeep
	}
	switch pl.shape {
	case shapeText:
		return b.text(v.String(), like), nil
	case shapeStruct:
		return b.structure(pl, v, like, depth+1)
	case shapeMap:
		return b.mapping(pl, v, like, depth+1)
	case shapeList:
		return b.list(pl, v, like, depth+1)
	case shapePointer:
		if v.IsNil() {
			return b.scalar(tree.Node{}, like), nil
		}
		return b.value(pl.elem.get(), v.Elem(), like, depth+1)
	case shapeDynamic:
		return b.any(v.Interface(), like, depth+1)
	case shapeForeign:
		generic, err := viaJSON(v)
		if err != nil {
			return false, err
		}
		return b.any(generic, like, depth)
	default: // shapeLeaf
		n, err := pl.leaf(v)
		if err != nil {
			return false, err
		}
		return b.scalar(n, like), nil
	}
}

// viaJSON has encoding/json write a value that knows its own JSON.
func viaJSON(v reflect.Value) (generic any, err error) {
	text, err := json.Marshal(v.Addr().Interface())
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	err = d.Decode(&generic)
	return generic, err
}

func (b *builder) structure(pl *plan, v reflect.Value, like *tree.Node, depth int) (same bool, err error) {
	had, all := entries{like.Entries()}, b.begin(like.Entries())
	for i := range pl.fields {
		f := &pl.fields[i]
		value, ok := f.of(v)
		if !ok {
			continue
		}
		at := had.find(f.name)
		same, err := b.value(f.plan.get(), value, at, depth)
		if err != nil {
			return false, within(f.name, err)
		}
		switch {
		case same && f.noise && isEmpty(at):
		case same:
			all.take(f.name, at)
		case f.noise && isEmpty(b.top()):
			b.stack = b.stack[:len(b.stack)-1]
		default:
			all.put(f.name)
		}
	}
	return all.end(tree.Map, like), nil
}

// top is the value just made.
func (b *builder) top() *tree.Node { return &b.stack[len(b.stack)-1] }

func isEmpty(n *tree.Node) bool { return n.IsMap() && len(n.Items()) == 0 }

// entries are those of a map that were not asked for yet. Keys are asked for in
// their order.
type entries struct{ rest []tree.Node }

func (e *entries) find(key string) *tree.Node {
	for len(e.rest) > 0 {
		switch next := &e.rest[0]; {
		case next.Key == key: // mostly the same bytes, and so the quickest to tell
			return next
		case next.Key > key:
			return nil
		}
		e.rest = e.rest[1:]
	}
	return nil
}

func (b *builder) list(pl *plan, v reflect.Value, like *tree.Node, depth int) (same bool, err error) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return b.scalar(tree.Node{}, like), nil
	}
	had := like.Elements()
	all, elem := b.begin(had), pl.elem.get()
	for i := range v.Len() {
		var at *tree.Node
		if i < len(had) {
			at = &had[i]
		}
		same, err := b.value(elem, v.Index(i), at, depth)
		if err != nil {
			return false, within(index(i), err)
		}
		if same {
			all.take("", at)
		} else {
			all.put("")
		}
	}
	return all.end(tree.List, like), nil
}
