package tree

import "unsafe"

// content is what a node holds: a text or items. A node has never both, and a
// stack in three environments makes twenty thousand nodes, so the two stand in
// one place: half the memory, and half of what every copy moves. This is the
// only file that knows.
type content struct {
	first unsafe.Pointer // byte of the text, or item
	// size is the number of bytes or items, above the bits of the kind.
	size uintptr
}

const (
	kindBits = 3
	kindMask = 1<<kindBits - 1
)

func contentOfText(kind Kind, text string) content {
	return content{unsafe.Pointer(unsafe.StringData(text)), uintptr(len(text))<<kindBits | uintptr(kind)}
}

func contentOfItems(kind Kind, items []Node) content {
	return content{unsafe.Pointer(unsafe.SliceData(items)), uintptr(len(items))<<kindBits | uintptr(kind)}
}

func (c content) kind() Kind { return Kind(c.size & kindMask) }

func (c content) len() int { return int(c.size >> kindBits) }

func (c content) text() string { return unsafe.String((*byte)(c.first), c.len()) }

func (c content) items() []Node { return unsafe.Slice((*Node)(c.first), c.len()) }
