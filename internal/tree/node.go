package tree

import (
	"slices"
	"strconv"
	"strings"
)

// Kind is what a node is.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Bool
	Int
	Float
	String
	List
	Map
)

// Node is one value and, where it is an entry of a map, its key. The zero Node
// is null.
type Node struct {
	// Key is the entry's key, "" outside of a map.
	Key string

	content
}

// Of is a scalar of a kind. Its text is a string as it is, true or false, or a
// number in the shortest form that reads back as it.
func Of(kind Kind, text string) Node { return Node{content: content{kind: kind, text: text}} }

// OfString is a string.
func OfString(s string) Node { return Of(String, s) }

// OfInt is a whole number.
func OfInt(n int64) Node { return Of(Int, strconv.FormatInt(n, 10)) }

// OfBool is true or false.
func OfBool(b bool) Node { return Of(Bool, strconv.FormatBool(b)) }

// OfList is a list of items, which it keeps.
func OfList(items ...Node) Node { return Node{content: content{kind: List, items: items}} }

// OfMap is a map of entries, each under a key of its own. It sorts and keeps
// them.
func OfMap(entries ...Node) Node {
	slices.SortFunc(entries, ByKey)
	return OfSorted(entries)
}

// OfSorted is a map of entries that are in the order of their keys' bytes. It
// keeps them.
func OfSorted(entries []Node) Node { return Node{content: content{kind: Map, items: entries}} }

// Kind says what n is.
func (n *Node) Kind() Kind { return n.kind }

// Value is the text of a scalar, "" for a collection.
func (n *Node) Value() string {
	return n.text
}

// Items are the elements of a list, or the entries of a map in the order of
// their keys' bytes; nobody changes them. A scalar has none.
func (n *Node) Items() []Node {
	if n == nil {
		return nil
	}
	return n.items
}

// Holding is the list or map n with other items in place of its own, which it
// keeps: those of a map in the order of their keys.
func (n *Node) Holding(items []Node) Node {
	return Node{Key: n.Key, content: content{kind: n.kind, items: items}}
}

// ByKey orders the entries of a map.
func ByKey(a, b Node) int { return strings.Compare(a.Key, b.Key) }

// OfStrings is a map of strings.
func OfStrings(m map[string]string) Node {
	entries := make([]Node, 0, len(m))
	for key, value := range m {
		entries = append(entries, OfString(value).Under(key))
	}
	return OfMap(entries...)
}

// Under is n as the entry of a map.
func (n Node) Under(key string) Node {
	n.Key = key
	return n
}

// IsCollection reports whether n is a map or a list; nil is neither.
func (n *Node) IsCollection() bool { return n != nil && n.kind >= List }

// IsMap reports whether n is a map; nil is none.
func (n *Node) IsMap() bool { return n != nil && n.kind == Map }

// Get follows keys through maps. It is nil where the path ends early, as it is
// for a nil node.
func (n *Node) Get(path ...string) *Node {
	for _, key := range path {
		if n = n.entry(key); n == nil {
			return nil
		}
	}
	return n
}

// few is how many entries are looked through faster than they are searched.
const few = 16

// entry is that of a key; nil where there is none.
func (n *Node) entry(key string) *Node {
	if !n.IsMap() {
		return nil
	}
	entries := n.items
	if len(entries) > few {
		at, found := find(entries, key)
		if !found {
			return nil
		}
		return &entries[at]
	}
	for i := range entries {
		if entries[i].Key == key {
			return &entries[i]
		}
	}
	return nil
}

// Text is the string at path, "" where there is none.
func (n *Node) Text(path ...string) string {
	if at := n.Get(path...); at != nil && at.kind == String {
		return at.text
	}
	return ""
}

// Elements are the items of the list at path, nil where there is none.
func (n *Node) Elements(path ...string) []Node {
	if at := n.Get(path...); at != nil && at.kind == List {
		return at.items
	}
	return nil
}

// Entries are the entries of the map at path, nil where there is none.
func (n *Node) Entries(path ...string) []Node {
	if at := n.Get(path...); at != nil && at.kind == Map {
		return at.items
	}
	return nil
}

// Strings are the texts of the map at path; nil where there are none.
func (n *Node) Strings(path ...string) map[string]string {
	entries := n.Entries(path...)
	if len(entries) == 0 {
		return nil
	}
	out := make(map[string]string, len(entries))
	for _, entry := range entries {
		if entry.kind == String {
			out[entry.Key] = entry.text
		}
	}
	return out
}

// find is where the entry of a key stands, or would.
func find(entries []Node, key string) (at int, found bool) {
	low, high := 0, len(entries)
	for low < high {
		middle := (low + high) / 2
		switch order := strings.Compare(entries[middle].Key, key); {
		case order == 0:
			return middle, true
		case order < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	return low, false
}

// With is n with value at path, and with the maps that lead there. Nil counts
// as an empty map, and so does anything else on the way that is no map.
func (n *Node) With(value Node, path ...string) Node {
	var key string
	if n != nil {
		key = n.Key
	}
	entries := n.Entries()
	at, found := find(entries, path[0])
	if len(path) > 1 {
		var next *Node
		if found {
			next = &entries[at]
		}
		value = next.With(value, path[1:]...)
	}
	value.Key = path[0]
	rest := entries[at:]
	if found {
		rest = rest[1:]
	}
	own := make([]Node, 0, at+1+len(rest))
	own = append(append(append(own, entries[:at]...), value), rest...)
	return OfSorted(own).Under(key)
}

// Without is n less the entry of a key.
func (n *Node) Without(key string) Node {
	entries := n.Entries()
	at, found := find(entries, key)
	if !found {
		return *n
	}
	return OfSorted(slices.Concat(entries[:at], entries[at+1:])).Under(n.Key)
}
