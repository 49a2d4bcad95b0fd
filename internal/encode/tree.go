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
	n, _, err := TreeLike(v, Model{})
	return n, err
}

// TreeLike is [Tree], taking from like whatever is the same there, so that what
// two objects have in common exists once and is known to be equal. It reports
// whether all of it is the same; the tree is like's own then.
func TreeLike(v any, like Model) (n tree.Node, same bool, err error) {
	b := builders.Get().(*builder)
	same, err = b.any(v, like.of(reflect.TypeOf(v)), 0)
	switch {
	case err != nil:
		err = fmt.Errorf("encode: %w", err)
	case same:
		n = like.Tree.Under("")
	default:
		n = b.stack[0]
	}
	b.stack = b.stack[:0]
	builders.Put(b)
	return n, same, err
}

// builder makes one tree. Each of its methods puts the tree of a value on the
// stack, unless it is that of the model: then it says so, and puts nothing there.
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

// text is what most leaves are: one that is the model's needs no second look.
func (b *builder) text(s string, like *tree.Node) (same bool) {
	if like != nil && like.Kind() == tree.String && like.Value() == s {
		return true
	}
	return b.scalar(textOf(s), like)
}

func (b *builder) any(v any, like model, depth int) (same bool, err error) {
	switch x := v.(type) {
	case nil:
		return b.scalar(tree.Node{}, like.tree), nil
	case string:
		return b.text(x, like.tree), nil
	case tree.Node:
		b.stack = append(b.stack, x.Under(""))
		return false, nil
	}
	rv := reflect.ValueOf(v)
	pl := planOf(rv.Type())
	if pl.shape != shapePointer {
		return b.value(pl, memoryOf(rv), model{tree: like.tree}, depth)
	}
	if rv.IsNil() {
		return b.scalar(tree.Node{}, like.tree), nil
	}
	return b.value(pl.elem.get(), rv.UnsafePointer(), like, depth+1)
}

// value makes the tree of what is at m, of the plan's type.
func (b *builder) value(pl *plan, m memory, like model, depth int) (same bool, err error) {
	if depth > maxDepth {
		return false, errTooDeep
	}
	if like.shares(pl, m) {
		return b.made(like), nil
	}
	switch pl.shape {
	case shapeText:
		return b.text(read[string](m), like.tree), nil
	case shapeStruct:
		return b.structure(pl, m, like, depth+1)
	case shapeMap:
		return b.mapping(pl, reflected(pl.typ, m), like, depth+1)
	case shapeList:
		return b.list(pl, m, like, depth+1)
	case shapePointer:
		to := pointee(m)
		if to == nil {
			return b.scalar(tree.Node{}, like.tree), nil
		}
		return b.value(pl.elem.get(), to, like.elem(), depth+1)
	case shapeDynamic:
		return b.any(reflected(pl.typ, m).Interface(), model{tree: like.tree}, depth+1)
	case shapeForeign:
		generic, err := viaJSON(reflected(pl.typ, m))
		if err != nil {
			return false, err
		}
		return b.any(generic, model{tree: like.tree}, depth)
	default: // shapeLeaf
		n, err := pl.leaf(m)
		if err != nil {
			return false, err
		}
		return b.scalar(n, like.tree), nil
	}
}

// made takes the tree of what the value shares with the model.
func (b *builder) made(like model) (same bool) {
	if like.made == like.tree || like.tree != nil && tree.Equal(like.made, like.tree) {
		return true
	}
	b.stack = append(b.stack, like.made.Under(""))
	return false
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

func (b *builder) structure(pl *plan, m memory, like model, depth int) (same bool, err error) {
	had, made := entries{like.tree.Entries()}, entries{like.made.Entries()}
	all := b.begin(like.tree.Entries())
	for i, word := range pl.words {
		if word >= 0 && isZeroWord(m, uintptr(word)) {
			continue
		}
		f := &pl.fields[i]
		value, ok := f.of(m)
		if !ok {
			continue
		}
		at, was := had.find(f.name), made.find(f.name)
		same, err := b.value(f.plan.get(), value, like.field(f, at, was), depth)
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
	return all.end(tree.Map, like.tree), nil
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

func (b *builder) list(pl *plan, m memory, like model, depth int) (same bool, err error) {
	first, n := pl.elements(m)
	if first == nil {
		return b.scalar(tree.Node{}, like.tree), nil
	}
	all := b.begin(like.tree.Elements())
	elem, models := pl.elem.get(), like.items(pl)
	for i := range n {
		item := models.at(i)
		same, err := b.value(elem, offset(first, uintptr(i)*elem.size), item, depth)
		if err != nil {
			return false, within(index(i), err)
		}
		if same {
			all.take("", item.tree)
		} else {
			all.put("")
		}
	}
	return all.end(tree.List, like.tree), nil
}
