package tree

// content is what a node holds: a text or items.
type content struct {
	kind  Kind
	text  string
	items []Node
}

// isOf reports whether two collections have the very same items, which nobody changes.
func (c *content) isOf(o *content) bool {
	return len(c.items) == len(o.items) && len(c.items) > 0 && &c.items[0] == &o.items[0]
}
