package tree

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// Equal reports whether two values are the same, whatever their keys.
func Equal(a, b *Node) bool {
	switch {
	case a.kind != b.kind, a.text != b.text, len(a.items) != len(b.items):
		return false
	case a.isOf(&b.content):
		return true
	}
	x, y := a.items, b.items
	for i := range x {
		if x[i].Key != y[i].Key || !Equal(&x[i], &y[i]) {
			return false
		}
	}
	return true
}

// Shared reports whether two collections have the same items, and not some like
// them.
func Shared(a, b *Node) bool {
	return b != nil && a.kind == b.kind && a.isOf(&b.content)
}

// Pairs goes through two maps by key; either entry is nil where only the other
// map has the key. A nil map has no entries.
func Pairs(a, b *Node) iter.Seq2[*Node, *Node] {
	return func(yield func(*Node, *Node) bool) {
		left, right := a.Entries(), b.Entries()
		for len(left) > 0 || len(right) > 0 {
			var x, y *Node
			order := 0
			switch {
			case len(left) == 0:
				order = 1
			case len(right) == 0:
				order = -1
			default:
				order = strings.Compare(left[0].Key, right[0].Key)
			}
			if order <= 0 {
				x, left = &left[0], left[1:]
			}
			if order >= 0 {
				y, right = &right[0], right[1:]
			}
			if !yield(x, y) {
				return
			}
		}
	}
}

// Union has the entries of two maps, b's where both have the key.
func Union(a, b *Node) Node {
	out := make([]Node, 0, len(a.Entries())+len(b.Entries()))
	for x, y := range Pairs(a, b) {
		if y == nil {
			y = x
		}
		out = append(out, *y)
	}
	return OfSorted(out)
}

// Difference names the first path at which got and want differ, below path, and
// what stands there. It returns "" where they are equal.
func Difference(got, want *Node, path string) string {
	switch {
	case Equal(got, want):
		return ""
	case got.IsMap() && want.IsMap():
		for g, w := range Pairs(got, want) {
			switch {
			case g == nil:
				return fmt.Sprintf("%s.%s: built nothing, want %s", path, w.Key, w.short())
			case w == nil:
				return fmt.Sprintf("%s.%s: built %s, want nothing", path, g.Key, g.short())
			case !Equal(g, w):
				return Difference(g, w, path+"."+g.Key)
			}
		}
	case got.kind == List && want.kind == List:
		for i := range min(len(got.items), len(want.items)) {
			if g, w := &got.items[i], &want.items[i]; !Equal(g, w) {
				return Difference(g, w, path+"["+strconv.Itoa(i)+"]")
			}
		}
		return fmt.Sprintf("%s: built %d elements, want %d", path, len(got.items), len(want.items))
	}
	return fmt.Sprintf("%s: built %s, want %s", path, got.short(), want.short())
}

// short prints a value on one line, cut to a readable length.
func (n *Node) short() string {
	s := n.Value()
	switch n.kind {
	case Null:
		s = "null"
	case Map:
		s = fmt.Sprintf("a map of %d keys", len(n.items))
	case List:
		s = fmt.Sprintf("a list of %d elements", len(n.items))
	case String:
		s = strconv.Quote(s)
	default: // a number or a truth value is its text
	}
	if runes := []rune(s); len(runes) > 120 {
		return string(runes[:120]) + "…"
	}
	return s
}
