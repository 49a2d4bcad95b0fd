package encode

import (
	"fmt"
	"reflect"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/tree"
)

func (b *builder) mapping(pl *plan, v reflect.Value, like model, depth int) (same bool, err error) {
	if v.IsNil() {
		return b.scalar(tree.Node{}, like.tree), nil
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
	if same && like.IsMap() && len(items) == len(like.Items()) {
		return true, nil
	}
	b.stack = append(b.stack, collection(tree.Map, items))
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
	if !like.IsMap() || len(like.Items()) != len(texts) {
		return false
	}
	entries := like.Items()
	for i := range entries {
		entry := &entries[i]
		if text, ok := texts[entry.Key]; !ok || entry.Kind() != tree.String || text != entry.Value() {
			return false
		}
	}
	return true
}
