package encode

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

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

func (b *builder) scalar(s scalar, like *tree.Node) (same bool) {
	if s.is(like) {
		return true
	}
	b.stack = append(b.stack, s.node())
	return false
}

// text is what most leaves are: one that is the model's needs no second look.
func (b *builder) text(s string, like *tree.Node) (same bool) {
	if like != nil && like.Kind == tree.String && like.Value == s {
		return true
	}
	return b.scalar(textOf(s), like)
}

func (b *builder) any(v any, like model, depth int) (same bool, err error) {
	switch x := v.(type) {
	case nil:
		return b.scalar(scalar{}, like.tree), nil
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
		return b.scalar(scalar{}, like.tree), nil
	}
	return b.value(pl.elem.get(), rv.UnsafePointer(), like, depth+1)
}

// value makes the tree of what is at m, of the plan's type.
func (b *builder) value(pl *plan, m memory, like model, depth int) (same bool, err error) {
	if depth > maxDepth {
		return false, errTooDeep
	}
	if like.shares(pl, m) {
		return true, nil
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
			return b.scalar(scalar{}, like.tree), nil
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
		s, err := pl.leaf(m)
		if err != nil {
			return false, err
		}
		return b.scalar(s, like.tree), nil
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

func (b *builder) structure(pl *plan, m memory, like model, depth int) (same bool, err error) {
	had := entries{like.tree.Entries()}
	all := b.begin(like.tree.Entries())
	for i := range pl.fields {
		f := &pl.fields[i]
		value, ok := f.of(m)
		if !ok {
			continue
		}
		at := had.find(f.name)
		same, err := b.value(f.plan.get(), value, like.field(f, at), depth)
		if err != nil {
			return false, within(f.name, err)
		}
		if f.noise && b.isEmpty(at, same) {
			continue
		}
		all.add(f.name, at, same)
	}
	return all.end(tree.Map, like.tree), nil
}

// isEmpty reports whether the value just made is an empty map, and takes it away.
func (b *builder) isEmpty(like *tree.Node, same bool) bool {
	if same {
		return like.IsMap() && len(like.Items) == 0
	}
	top := len(b.stack) - 1
	if n := &b.stack[top]; !n.IsMap() || len(n.Items) > 0 {
		return false
	}
	b.stack = b.stack[:top]
	return true
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

func (b *builder) mapping(pl *plan, v reflect.Value, like model, depth int) (same bool, err error) {
	if v.IsNil() {
		return b.scalar(scalar{}, like.tree), nil
	}
	if texts, ok := reflect.TypeAssert[map[string]string](v); ok { // labels, annotations, data
		return b.texts(texts, like.tree)
	}
	if list, ok := reflect.TypeAssert[corev1.ResourceList](v); ok {
		return leaves(b, list, like.tree, func(q resource.Quantity) string { return q.String() })
	}
	base, all := len(b.stack), true
	elem := pl.elem.get()
	key, inner := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
	for iter := v.MapRange(); iter.Next(); {
		key.SetIterKey(iter)
		inner.SetIterValue(iter)
		k := valid(key.String())
		at := like.tree.Get(k)
		same, err := b.value(elem, memoryOf(inner), model{tree: at}, depth)
		if err != nil {
			return false, within(k, err)
		}
		all = b.entry(k, at, same) && all
	}
	return b.sorted(base, like.tree, all)
}

// entry puts the value just made under its key.
func (b *builder) entry(key string, like *tree.Node, same bool) bool {
	if same {
		b.stack = append(b.stack, *like)
	}
	b.stack[len(b.stack)-1].Key = key
	return same
}

// sorted is the map whose entries stand on the stack from base on.
func (b *builder) sorted(base int, like *tree.Node, same bool) (bool, error) {
	items := b.stack[base:]
	slices.SortFunc(items, tree.ByKey)
	for i := 1; i < len(items); i++ {
		if items[i].Key == items[i-1].Key {
			return false, fmt.Errorf("key %q: equal to another key once invalid UTF-8 is replaced", items[i].Key)
		}
	}
	b.stack = b.stack[:base]
	if same && like.IsMap() && len(items) == len(like.Items) {
		return true, nil
	}
	b.stack = append(b.stack, tree.Node{Kind: tree.Map, Items: slices.Clone(items)})
	return false, nil
}

func (b *builder) texts(texts map[string]string, like *tree.Node) (same bool, err error) {
	if holds(like, texts) {
		return true, nil
	}
	return leaves(b, texts, like, func(text string) string { return text })
}

// leaves is a map whose values are texts.
func leaves[K ~string, V any](b *builder, m map[K]V, like *tree.Node, text func(V) string) (same bool, err error) {
	base, all := len(b.stack), true
	for key, value := range m {
		k := valid(string(key))
		at := like.Get(k)
		all = b.entry(k, at, b.text(text(value), at)) && all
	}
	return b.sorted(base, like, all)
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

func (b *builder) list(pl *plan, m memory, like model, depth int) (same bool, err error) {
	first, n := pl.elements(m)
	if first == nil {
		return b.scalar(scalar{}, like.tree), nil
	}
	all := b.begin(like.tree.Elements())
	elem, models := pl.elem.get(), like.items(pl)
	for i := range n {
		item := models.at(i)
		same, err := b.value(elem, offset(first, uintptr(i)*elem.size), item, depth)
		if err != nil {
			return false, within(index(i), err)
		}
		all.add("", item.tree, same)
	}
	return all.end(tree.List, like.tree), nil
}
