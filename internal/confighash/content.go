package confighash

import (
	"bytes"
	"encoding/base64"
	"unicode/utf8"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/tree"
)

// writeContent writes what kustomize hashes, in the JSON of encoding/json: an absent data
// field counts as an empty string, the name is always one, and an absent binaryData field
// does not count at all. It is written by hand because every environment hashes whole
// scripts and configurations; the tests hold it against encoding/json.
func writeContent(to *bytes.Buffer, data map[string]string, binaryData map[string][]byte) {
	to.WriteByte('{')
	if len(binaryData) > 0 {
		to.WriteString(`"binaryData":`)
		writeMap(to, binaryData, func(value []byte) {
			to.WriteByte('"')
			to.WriteString(base64.StdEncoding.EncodeToString(value))
			to.WriteByte('"')
		})
		to.WriteByte(',')
	}
	to.WriteString(`"data":`)
	if len(data) > 0 {
		writeMap(to, data, func(value string) { writeString(to, value) })
	} else {
		to.WriteString(`""`)
	}
	to.WriteString(`,"kind":"ConfigMap","name":""}`)
}

// writeNode writes a tree as JSON, with the keys of each map in their order.
func writeNode(to *bytes.Buffer, n *tree.Node) {
	switch n.Kind() {
	case tree.Null:
		to.WriteString("null")
	case tree.String:
		writeString(to, n.Value())
	case tree.List:
		to.WriteByte('[')
		for i := range n.Items() {
			separate(to, i)
			writeNode(to, &n.Items()[i])
		}
		to.WriteByte(']')
	case tree.Map:
		to.WriteByte('{')
		for i := range n.Items() {
			entry := &n.Items()[i]
			separate(to, i)
			writeString(to, entry.Key)
			to.WriteByte(':')
			writeNode(to, entry)
		}
		to.WriteByte('}')
	default:
		to.WriteString(n.Value())
	}
}

// separate writes what stands in front of the item i of a list or a map.
func separate(to *bytes.Buffer, i int) {
	if i > 0 {
		to.WriteByte(',')
	}
}

func writeMap[V any](to *bytes.Buffer, entries map[string]V, write func(V)) {
	to.WriteByte('{')
	for i, key := range sorted.Keys(entries) {
		separate(to, i)
		writeString(to, key)
		to.WriteByte(':')
		write(entries[key])
	}
	to.WriteByte('}')
}

// writeString writes a string as encoding/json does for HTML: what is special there is
// escaped, and what is no UTF-8 is replaced.
func writeString(to *bytes.Buffer, text string) {
	const hex = "0123456789abcdef"
	to.WriteByte('"')
	start := 0
	for i := 0; i < len(text); {
		if literal[text[i]] {
			i++
			continue
		}
		char, size := rune(text[i]), 1
		if char >= utf8.RuneSelf {
			char, size = utf8.DecodeRuneInString(text[i:])
		}
		if isPlain(char, size) {
			i += size
			continue
		}
		to.WriteString(text[start:i])
		i += size
		start = i
		if short := shortEscape(char); short != 0 {
			to.Write([]byte{'\\', short})
			continue
		}
		to.WriteString(`\u`)
		for shift := 12; shift >= 0; shift -= 4 {
			to.WriteByte(hex[char>>shift&0xf])
		}
	}
	to.WriteString(text[start:])
	to.WriteByte('"')
}

// literal are the bytes that stand for themselves whatever follows: most of any text.
var literal = func() (bytes [utf8.RuneSelf * 2]bool) {
	for char := range rune(utf8.RuneSelf) {
		bytes[char] = isPlain(char, 1)
	}
	return bytes
}()

// isPlain reports whether a character stands for itself.
func isPlain(char rune, size int) bool {
	switch char {
	case '"', '\\', '<', '>', '&', '\u2028', '\u2029':
		return false
	case utf8.RuneError:
		return size > 1
	default:
		return char >= ' '
	}
}

// shortEscape is what follows the backslash in the short escape of a character, 0 where it
// has none.
func shortEscape(char rune) byte {
	switch char {
	case '"', '\\':
		return byte(char)
	case '\b':
		return 'b'
	case '\f':
		return 'f'
	case '\n':
		return 'n'
	case '\r':
		return 'r'
	case '\t':
		return 't'
	default:
		return 0
	}
}
