package encode

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// noFold in place of an indent keeps everything on one line.
const noFold = -1

// text writes s, whose traits are t, in its style; lines after the first go to
// indent.
func (w *writer) text(s string, t traits, indent int) {
	switch styleOf(s, t) {
	case stylePlain:
		w.folded(s, indent)
	case styleSingle:
		w.buf = append(w.buf, '\'')
		w.folded(strings.ReplaceAll(s, "'", "''"), indent)
		w.buf = append(w.buf, '\'')
	case styleDouble:
		w.buf = append(w.buf, '"')
		w.escaped(s, indent)
		w.buf = append(w.buf, '"')
	case styleLiteral:
		w.literal(s, indent)
	}
}

// folded writes the inside of a plain or single-quoted string.
func (w *writer) folded(s string, indent int) {
	if indent == noFold || isSolid(s) {
		w.buf = append(w.buf, s...)
		return
	}
	column := w.column()
	var last rune
	for i, r := range s {
		switch {
		case r == ' ' && last != ' ' && column > w.width && isInner(s, i) && s[i+1] != ' ':
			w.buf = append(w.buf, '\n')
			w.pad(indent)
			column = indent
		case isBreak(r):
			w.buf = utf8.AppendRune(w.buf, r)
			column = 0
		default:
			if isBreak(last) {
				w.pad(indent)
				column = indent
			}
			w.buf = utf8.AppendRune(w.buf, r)
			column++
		}
		last = r
	}
}

// isSolid reports that s has no place to fold and no line break.
func isSolid(s string) bool {
	for i := range len(s) {
		if s[i] == ' ' || s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isInner(s string, i int) bool { return i > 0 && i < len(s)-1 }

// escaped writes the inside of a double-quoted string.
func (w *writer) escaped(s string, indent int) {
	column := w.column()
	everything := strings.HasPrefix(s, "\ufeff") // after a byte order mark nothing is trusted
	var last rune
	for i, r := range s {
		switch {
		case everything || !printable(r) || isBreak(r) || r == '"' || r == '\\':
			start := len(w.buf)
			w.escape(r)
			column += len(w.buf) - start
		case r == ' ' && indent != noFold && last != ' ' && column > w.width && isInner(s, i):
			w.buf = append(w.buf, '\n')
			w.pad(indent)
			column = indent
			if s[i+1] == ' ' {
				w.buf = append(w.buf, '\\')
				column++
			}
		default:
			w.buf = utf8.AppendRune(w.buf, r)
			column++
		}
		last = r
	}
}

// short are the escapes of one letter.
var short = map[rune]byte{
	0: '0', '\a': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r',
	0x1b: 'e', '"': '"', '\\': '\\', 0x85: 'N', 0xa0: '_', 0x2028: 'L', 0x2029: 'P',
}

func (w *writer) escape(r rune) {
	if c, ok := short[r]; ok {
		w.buf = append(w.buf, '\\', c)
		return
	}
	letter, digits := byte('U'), 8
	switch {
	case r <= 0xff:
		letter, digits = 'x', 2
	case r <= 0xffff:
		letter, digits = 'u', 4
	}
	w.buf = append(w.buf, '\\', letter)
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		w.buf = append(w.buf, "0123456789ABCDEF"[r>>shift&0xf])
	}
}

// literal writes s as a block, line by line. The indicators say what the lines
// alone would not: a first line that starts with a space, and how the text ends.
func (w *writer) literal(s string, indent int) {
	w.buf = append(w.buf, '|')
	if first, _ := utf8.DecodeRuneInString(s); first == ' ' || isBreak(first) {
		w.buf = append(w.buf, '2')
	}
	last, size := utf8.DecodeLastRuneInString(s)
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
	switch {
	case !isBreak(last):
		w.buf = append(w.buf, '-')
	case size == len(s) || isBreak(before):
		w.buf = append(w.buf, '+')
	}
	w.buf = append(w.buf, '\n')
	for s != "" {
		end, size := nextBreak(s)
		if end > 0 {
			w.pad(indent)
		}
		w.buf = append(w.buf, s[:end+size]...)
		s = s[end+size:]
	}
}

// nextBreak finds the first line break in s and its size, or the end of s.
func nextBreak(s string) (at, size int) {
	for i := range len(s) {
		switch {
		case s[i] == '\n':
			return i, 1
		case s[i] >= utf8.RuneSelf && isWideBreak(s[i:]):
			return i, 3
		}
	}
	return len(s), 0
}

// isWideBreak reports whether s starts with U+2028 or U+2029: of the line
// breaks beyond ASCII only these two are ever written as they are.
func isWideBreak(s string) bool {
	return strings.HasPrefix(s, "\u2028") || strings.HasPrefix(s, "\u2029")
}

// column counts the characters of the current line.
func (w *writer) column() int {
	line := w.buf
	if i := bytes.LastIndexFunc(line, isBreak); i >= 0 {
		_, size := utf8.DecodeRune(line[i:])
		line = line[i+size:]
	}
	return utf8.RuneCount(line)
}

// atLineStart reports that nothing is on the current line.
func (w *writer) atLineStart() bool {
	if n := len(w.buf); n == 0 || w.buf[n-1] < utf8.RuneSelf {
		return n == 0 || w.buf[n-1] == '\n'
	}
	r, _ := utf8.DecodeLastRune(w.buf)
	return isBreak(r)
}

// newline moves to a fresh line at indent.
func (w *writer) newline(indent int) {
	if !w.atLineStart() {
		w.buf = append(w.buf, '\n')
	}
	w.pad(indent)
}

func (w *writer) pad(indent int) {
	const spaces = "                                "
	for ; indent > len(spaces); indent -= len(spaces) {
		w.buf = append(w.buf, spaces...)
	}
	w.buf = append(w.buf, spaces[:indent]...)
}
