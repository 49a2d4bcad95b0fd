package confighash

import (
	"bytes"
	"encoding/base64"
	"unicode/utf8"

	"github.com/djangostack/djangostack/internal/sorted"
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

func writeMap[V any](to *bytes.Buffer, entries map[string]V, write func(V)) {
	for i, key := range sorted.Keys(entries) {
		to.WriteByte("{,"[min(i, 1)])
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
