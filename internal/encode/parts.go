package encode

import (
	"slices"

	"github.com/djangostack/djangostack/internal/tree"
)

// parts are the entries or elements of a collection under way. As long as they
// are the first of like, in its order, they are counted; from the first one that
// is not, they stand on the stack.
type parts struct {
	*builder
	base  int
	like  []tree.Node
	taken int
	apart bool
}

func (b *builder) begin(like []tree.Node) parts {
	return parts{builder: b, base: len(b.stack), like: like}
}

// take adds the part at at, which is one of like's.
func (p *parts) take(key string, at *tree.Node) {
	if !p.apart && p.taken < len(p.like) && at == &p.like[p.taken] {
		p.taken++
		return
	}
	p.stack = append(p.stack, *at)
	p.put(key)
}

// put adds the value just made.
func (p *parts) put(key string) {
	p.top().Key = key
	if !p.apart {
		p.apart = true
		p.stack = slices.Insert(p.stack, p.base, p.like[:p.taken]...)
	}
}

// collection is one of copies of the items.
func collection(kind tree.Kind, items []tree.Node) tree.Node {
	own := make([]tree.Node, len(items))
	copy(own, items)
	if kind == tree.Map {
		return tree.OfSorted(own)
	}
	return tree.OfList(own...)
}

// end makes the collection of all parts.
func (p *parts) end(kind tree.Kind, like *tree.Node) (same bool) {
	items := p.like[:p.taken]
	if p.apart {
		items = p.stack[p.base:]
	} else if like != nil && like.Kind() == kind && p.taken == len(like.Items()) {
		return true
	}
	p.stack = append(p.stack[:p.base], collection(kind, items))
	return false
}
