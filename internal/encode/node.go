package encode

import (
	"slices"

	"github.com/djangostack/djangostack/internal/tree"
)

// node writes a tree.
func (w *writer) node(n *tree.Node, p position) error {
	switch n.Kind {
	case tree.Map:
		return w.branches(n.Items, p)
	case tree.List:
		return w.list(len(n.Items), p, func(i int, p position) error { return w.node(&n.Items[i], p) })
	case tree.String:
		w.scalar(scalar{kind: scalarText, text: n.Value}, p)
	case tree.Null:
		w.scalar(scalar{}, p)
	default: // a number or a truth value is written as its text
		w.lead(p)
		w.buf = append(w.buf, n.Value...)
	}
	return nil
}

// branches writes the entries of a map, which mostly stand in the order they are
// written in. They come in the order of their keys' bytes: the first of the two
// steps of sortKeys.
func (w *writer) branches(items []tree.Node, p position) error {
	if len(items) == 0 {
		w.emptyMap(p)
		return nil
	}
	if !slices.IsSortedFunc(items, compareBranches) {
		items = slices.Clone(items)
		slices.SortFunc(items, compareBranches)
	}
	at := p.nested()
	if at.indent > maxIndent {
		return errTooDeep
	}
	for i := range items {
		w.next(&at)
		if err := w.node(&items[i], w.key(items[i].Key, at.indent)); err != nil {
			return within(items[i].Key, err)
		}
	}
	return nil
}

func compareBranches(a, b tree.Node) int { return compareKeys(a.Key, b.Key) }
