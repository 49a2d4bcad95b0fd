package tree

import (
	"slices"
	"strconv"
	"strings"
)

// Kind is what a node is.
type Kind uint8

// The kinds. The zero Node is null.
const (
	Null Kind = iota
	Bool
	Int
	Float
	String
	List
	Map
)

// Node is one value and, where it is an entry of a map, its key.
type Node struct {
	// Key is the entry's key, "" outside of a map.
	Key string
	// Value is the text of a scalar: a string as it is, true or false, or a
	// number in the shortest form that reads back as it.
	Value string
	// Items are the elements of a list, or the entries of a map in the order of
	// their keys' bytes.
	Items []Node
	// Kind says which of these are in use.
	Kind Kind
}

// OfString is a string.
func OfString(s string) Node { return Node{Kind: String, Value: s} }

// OfInt is a whole number.
func OfInt(n int64) Node { return Node{Kind: Int, Value: strconv.FormatInt(n, 10)} }

// OfBool is true or false.
func OfBool(b bool) Node { return Node{Kind: Bool, Value: strconv.FormatBool(b)} }

// OfList is a list of items.
func OfList(items ...Node) Node { return Node{Kind: List, Items: items} }

// OfMap is a map of entries, each under a key of its own.
func OfMap(entries ...Node) Node {
	slices.SortFunc(entries, ByKey)
	return Node{Kind: Map, Items: entries}
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
func (n *Node) IsCollection() bool { return n != nil && n.Kind >= List }

// IsMap reports whether n is a map; nil is none.
func (n *Node) IsMap() bool { return n != nil && n.Kind == Map }

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
	if len(n.Items) > few {
		at, found := n.find(key)
		if !found {
			return nil
		}
		return &n.Items[at]
	}
	for i := range n.Items {
		if n.Items[i].Key == key {
			return &n.Items[i]
		}
	}
	return nil
}

// Text is the string at path, "" where there is none.
func (n *Node) Text(path ...string) string {
	if at := n.Get(path...); at != nil && at.Kind == String {
		return at.Value
	}
	return ""
}

// Elements are the items of the list at path, nil where there is none.
func (n *Node) Elements(path ...string) []Node {
	if at := n.Get(path...); at != nil && at.Kind == List {
		return at.Items
	}
	return nil
}

// Entries are the entries of the map at path, nil where there is none.
func (n *Node) Entries(path ...string) []Node {
	if at := n.Get(path...); at != nil && at.Kind == Map {
		return at.Items
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
		if entry.Kind == String {
			out[entry.Key] = entry.Value
		}
	}
	return out
}

// find is where the entry of a map stands, or would.
func (n *Node) find(key string) (at int, found bool) {
	low, high := 0, len(n.Items)
	for low < high {
		middle := (low + high) / 2
		switch order := strings.Compare(n.Items[middle].Key, key); {
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
	out := Node{Kind: Map}
	at, found := 0, false
	if n != nil {
		out.Key = n.Key
	}
	if n.IsMap() {
		out.Items = n.Items
		at, found = n.find(path[0])
	}
	if len(path) > 1 {
		var next *Node
		if found {
			next = &n.Items[at]
		}
		value = next.With(value, path[1:]...)
	}
	value.Key = path[0]
	if found {
		out.Items = slices.Clone(out.Items)
		out.Items[at] = value
	} else {
		out.Items = slices.Insert(slices.Clip(out.Items), at, value)
	}
	return out
}

// Without is n less the entry of a key.
func (n *Node) Without(key string) Node {
	out := *n
	if at, found := n.find(key); found {
		out.Items = slices.Concat(n.Items[:at], n.Items[at+1:])
	}
	return out
}
