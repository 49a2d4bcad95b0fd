package encode

import (
	"fmt"
	"reflect"
	"slices"
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
	n, same, err = b.any(v, like.of(reflect.TypeOf(v)), 0)
	b.stack = b.stack[:0]
	builders.Put(b)
	if err != nil {
		return tree.Node{}, false, fmt.Errorf("encode: %w", err)
	}
	return n, same, nil
}

// builder makes one tree. The collections under way have their entries on the
// stack, which are copied once all are known, unless like has them.
type builder struct{ stack []tree.Node }

var builders = sync.Pool{New: func() any { return new(builder) }}

const maxDepth = 10_000

// node is a scalar as a tree holds it, and whether like is that.
func (s scalar) node(like *tree.Node) (n tree.Node, same bool) {
	switch s.kind {
	case scalarText:
		n = tree.OfString(s.text)
	case scalarBool:
		n = tree.OfBool(s.integer != 0)
	case scalarInt:
		n = tree.OfInt(s.integer)
	case scalarDigits:
		n = tree.Node{Kind: tree.Int, Value: s.text}
	case scalarFloat:
		n = tree.Node{Kind: tree.Float, Value: string(appendFloat(nil, s.float))}
	default: // scalarNull
	}
	return n, like != nil && like.Kind == n.Kind && like.Value == n.Value
}

func null(like model) (n tree.Node, same bool, err error) {
	n, same = scalar{}.node(like.tree)
	return n, same, nil
}

func (b *builder) any(v any, like model, depth int) (tree.Node, bool, error) {
	switch x := v.(type) {
	case nil:
		return null(like)
	case string:
		n, same := textOf(x).node(like.tree)
		return n, same, nil
	}
	rv := reflect.ValueOf(v)
	return b.value(planOf(rv.Type()), rv, like, depth)
}

func (b *builder) value(pl *plan, v reflect.Value, like model, depth int) (n tree.Node, same bool, err error) {
	if depth > maxDepth {
		return n, false, errTooDeep
	}
	if like.shares(v) {
		return like.tree.Under(""), true, nil
	}
	switch pl.shape {
	case shapeStruct:
		return b.structure(pl, v, like, depth+1)
	case shapeMap:
		return b.mapping(pl, v, like, depth+1)
	case shapeList:
		return b.list(pl, v, like, depth+1)
	case shapePointer:
		if v.IsNil() {
			return null(like)
		}
		return b.value(pl.elem.get(), v.Elem(), like.elem(), depth+1)
	case shapeDynamic:
		return b.any(v.Interface(), model{tree: like.tree}, depth)
	case shapeForeign:
		generic, err := viaJSON(v)
		if err != nil {
			return n, false, err
		}
		return b.any(generic, model{tree: like.tree}, depth)
	default: // shapeLeaf
		s, err := pl.leaf(v)
		if err != nil {
			return n, false, err
		}
		n, same = s.node(like.tree)
		return n, same, nil
	}
}

// collection is what stands on the stack from base on: like where it is the
// same, and else a node of its own.
func (b *builder) collection(kind tree.Kind, base int, like model, same bool) (tree.Node, bool, error) {
	items := b.stack[base:]
	b.stack = b.stack[:base]
	if t := like.tree; same && t != nil && t.Kind == kind && len(items) == len(t.Items) {
		return tree.Node{Kind: kind, Items: t.Items}, true, nil
	}
	return tree.Node{Kind: kind, Items: slices.Clone(items)}, false, nil
}

func (b *builder) structure(pl *plan, v reflect.Value, like model, depth int) (tree.Node, bool, error) {
	base, same, had := len(b.stack), true, entries{like.tree.Entries()}
	for _, f := range pl.byKey {
		fv, ok := f.value(v)
		if !ok {
			continue
		}
		n, alike, err := b.value(f.plan.get(), fv, like.field(f, had.find(f.name)), depth)
		if err != nil {
			return n, false, within(f.name, err)
		}
		if f.noise && n.Kind == tree.Map && len(n.Items) == 0 {
			continue
		}
		same = same && alike
		b.stack = append(b.stack, n.Under(f.name))
	}
	return b.collection(tree.Map, base, like, same)
}

// entries are those of a map that were not asked for yet. Keys are asked for in
// their order.
type entries struct{ rest []tree.Node }

func (e *entries) find(key string) *tree.Node {
	for len(e.rest) > 0 && e.rest[0].Key < key {
		e.rest = e.rest[1:]
	}
	if len(e.rest) == 0 || e.rest[0].Key != key {
		return nil
	}
	return &e.rest[0]
}

func (b *builder) mapping(pl *plan, v reflect.Value, like model, depth int) (tree.Node, bool, error) {
	if v.IsNil() {
		return null(like)
	}
	if texts, ok := reflect.TypeAssert[map[string]string](v); ok { // labels, annotations, data
		return b.texts(texts, like)
	}
	base, same := len(b.stack), true
	elem := pl.elem.get()
	key, inner := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
	for iter := v.MapRange(); iter.Next(); {
		key.SetIterKey(iter)
		inner.SetIterValue(iter)
		k := valid(key.String())
		n, alike, err := b.value(elem, inner, model{tree: like.tree.Get(k)}, depth)
		if err != nil {
			return n, false, within(k, err)
		}
		same = same && alike
		b.stack = append(b.stack, n.Under(k))
	}
	return b.sorted(base, like, same)
}

// sorted is the map whose entries stand on the stack from base on.
func (b *builder) sorted(base int, like model, same bool) (tree.Node, bool, error) {
	slices.SortFunc(b.stack[base:], tree.ByKey)
	for i := base + 1; i < len(b.stack); i++ {
		if b.stack[i].Key == b.stack[i-1].Key {
			return tree.Node{}, false, fmt.Errorf("key %q: equal to another key once invalid UTF-8 is replaced", b.stack[i].Key)
		}
	}
	return b.collection(tree.Map, base, like, same)
}

func (b *builder) texts(texts map[string]string, like model) (tree.Node, bool, error) {
	if holds(like.tree, texts) {
		return tree.Node{Kind: tree.Map, Items: like.tree.Items}, true, nil
	}
	base, same := len(b.stack), true
	for k, text := range texts {
		k = valid(k)
		n, alike := textOf(text).node(like.tree.Get(k))
		same = same && alike
		b.stack = append(b.stack, n.Under(k))
	}
	return b.sorted(base, like, same)
}

// holds reports whether like is a map of just these texts.
func holds(like *tree.Node, texts map[string]string) bool {
	if !like.IsMap() || len(like.Items) != len(texts) {
		return false
	}
	for i := range like.Items {
		entry := &like.Items[i]
		if text, ok := texts[entry.Key]; !ok || entry.Kind != tree.String || text != entry.Value {
			return false
		}
	}
	return true
}

func (b *builder) list(pl *plan, v reflect.Value, like model, depth int) (tree.Node, bool, error) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return null(like)
	}
	base, same := len(b.stack), true
	elem := pl.elem.get()
	for i := range v.Len() {
		n, alike, err := b.value(elem, v.Index(i), like.item(i), depth)
		if err != nil {
			return n, false, within(index(i), err)
		}
		same = same && alike
		b.stack = append(b.stack, n)
	}
	return b.collection(tree.List, base, like, same)
}
