package encode

import (
	"fmt"
	"reflect"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/tree"
)

func (b *builder) mapping(pl *plan, v reflect.Value, like *tree.Node, depth int) (same bool, err error) {
	if v.IsNil() {
		return b.scalar(tree.Node{}, like), nil
	}
	if texts, ok := reflect.TypeAssert[map[string]string](v); ok { // labels, annotations, data
		return b.texts(texts, like)
	}
	if list, ok := reflect.TypeAssert[corev1.ResourceList](v); ok {
		return leaves(b, list, like, func(q resource.Quantity) string { return q.String() })
	}
	all := pairs{builder: b, base: len(b.stack), like: like}
	elem := pl.elem.get()
	key, inner := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
	for iter := v.MapRange(); iter.Next(); {
		key.SetIterKey(iter)
		inner.SetIterValue(iter)
		k := valid(key.String())
		at := like.Get(k)
		same, err := b.value(elem, inner, at, depth)
		if err != nil {
			return false, within(k, err)
		}
		if same {
			all.take(k, at)
		} else {
			all.put(k)
		}
	}
	return all.end()
}

// pairs are the entries of a map under way, on the stack in any order.
type pairs struct {
	*builder
	base  int
	like  *tree.Node
	apart bool // not all are like the other's
}

// take adds an entry of the other.
func (p *pairs) take(key string, at *tree.Node) { p.stack = append(p.stack, at.Under(key)) }

// put adds the value just made.
func (p *pairs) put(key string) {
	p.top().Key = key
	p.apart = true
}

// end makes the map of all pairs.
func (p *pairs) end() (same bool, err error) {
	items := p.stack[p.base:]
	slices.SortFunc(items, tree.ByKey)
	for i := 1; i < len(items); i++ {
		if items[i].Key == items[i-1].Key {
			return false, fmt.Errorf("key %q: equal to another key once invalid UTF-8 is replaced", items[i].Key)
		}
	}
	p.stack = p.stack[:p.base]
	if !p.apart && p.like.IsMap() && len(items) == len(p.like.Items()) {
		return true, nil
	}
	p.stack = append(p.stack, collection(tree.Map, items))
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
	all := pairs{builder: b, base: len(b.stack), like: like}
	for key, value := range m {
		k := valid(string(key))
		if at := like.Get(k); b.text(text(value), at) {
			all.take(k, at)
		} else {
			all.put(k)
		}
	}
	return all.end()
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
