package encode

import (
	"slices"

	"github.com/djangostack/djangostack/internal/tree"
)

// node writes a tree.
func (w *writer) node(n *tree.Node, p position) {
	switch n.Kind() {
	case tree.Map:
		w.mapping(n.Items(), p)
	case tree.List:
		w.list(n.Items(), p)
	case tree.String:
		w.lead(p)
		w.text(n.Value(), traitsOf(n.Value()), p.indent+2)
	case tree.Null:
		w.lead(p)
		w.buf = append(w.buf, "null"...)
	default: // a number or a truth value is written as its text
		w.lead(p)
		w.buf = append(w.buf, n.Value()...)
	}
}

// mapping writes the entries of a map, which mostly stand in the order they are
// written in.
func (w *writer) mapping(entries []tree.Node, p position) {
	if len(entries) == 0 {
		w.lead(p)
		w.buf = append(w.buf, "{}"...)
		return
	}
	if !slices.IsSortedFunc(entries, compareEntries) {
		entries = slices.Clone(entries)
		slices.SortFunc(entries, compareEntries)
	}
	at := p.nested()
	for i := range entries {
		w.next(&at)
		w.node(&entries[i], w.key(entries[i].Key, at.indent))
	}
}

func (w *writer) list(items []tree.Node, p position) {
	if len(items) == 0 {
		w.lead(p)
		w.buf = append(w.buf, "[]"...)
		return
	}
	at := p.items()
	for i := range items {
		w.next(&at)
		w.buf = append(w.buf, '-')
		w.node(&items[i], position{at.indent, afterDash})
	}
}
