package encode

import (
	"math"
	"sync"

	"github.com/djangostack/djangostack/internal/tree"
)

// Marshal returns v as one YAML document, without "---". v is a struct with json
// tags, such as the objects of k8s.io/api, a tree.Node, or a tree of
// map[string]any, []any, string, bool, int64, float64, json.Number and nil. An
// error names the path to the value YAML has no form for.
func Marshal(v any) ([]byte, error) { return Append(nil, v) }

// Append is [Marshal] onto the end of to, whose last line is complete.
func Append(to []byte, v any) ([]byte, error) {
	return document{width: 80}.append(to, v)
}

// Item is [Marshal] as the item of a sequence that is not indented, behind a dash, with
// every line as long as its text: so printers without a width have it.
func Item(v any) ([]byte, error) {
	return document{width: math.MaxInt, dash: "-", at: position{place: afterDash}}.append(nil, v)
}

// document is how one is written.
type document struct {
	width int
	dash  string // in front
	at    position
}

func (d document) append(to []byte, v any) ([]byte, error) {
	n, ok := v.(tree.Node)
	if !ok {
		var err error
		if n, err = Tree(v); err != nil {
			return nil, err
		}
	}
	w := writers.Get().(*writer)
	defer writers.Put(w)
	w.buf, w.width = append(w.buf[:0], d.dash...), d.width
	w.node(&n, d.at)
	w.newline(0)
	return append(to, w.buf...), nil
}

// writer writes one document.
type writer struct {
	buf []byte
	// width is the column behind which a line is folded at its next space.
	width int
}

var writers = sync.Pool{New: func() any { return new(writer) }}

// place is what stands in front of a value.
type place uint8

const (
	atRoot    place = iota // nothing
	afterKey               // a key and its colon: blocks begin on the next line
	afterDash              // a dash, or the colon of a long key: blocks begin on this line
)

// position says where a value goes: indent is that of the surrounding block.
type position struct {
	indent int
	place  place
}

// nested is the position of the entries of a mapping at p.
func (p position) nested() position {
	if p.place != atRoot {
		p.indent += 2
	}
	return p
}

// items is the position of the entries of a sequence at p: under a key they
// are not indented.
func (p position) items() position {
	if p.place == afterDash {
		p.indent += 2
	}
	return p
}

// next goes to where the next entry of the block at p starts.
func (w *writer) next(p *position) {
	if p.place == afterDash {
		w.buf = append(w.buf, ' ')
		p.place = afterKey
		return
	}
	w.newline(p.indent)
}

// lead separates a value from what stands in front of it on the line.
func (w *writer) lead(p position) {
	if p.place != atRoot {
		w.buf = append(w.buf, ' ')
	}
}

// key writes a key with its colon and returns the position of its value.
func (w *writer) key(s string, indent int) position {
	t := traitsOf(s)
	if isSimpleKey(s, t) {
		w.text(s, t, noFold)
		w.buf = append(w.buf, ':')
		return position{indent, afterKey}
	}
	w.buf = append(w.buf, "? "...)
	w.text(s, t, indent+2)
	w.newline(indent)
	w.buf = append(w.buf, ':')
	return position{indent, afterDash}
}
