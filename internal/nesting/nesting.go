// Package nesting measures how deep YAML and JSON go before a parser builds nodes of
// them: what the parser does grows with the square of the depth.
package nesting

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// Most is how many brackets and levels of indentation may be open at a time. The
// deepest objects of Kubernetes, CustomResourceDefinitions, have some sixty.
const Most = 500

// Message says what is wrong where [Beyond] says that it is.
var Message = fmt.Sprintf("more than %d maps and lists are open within each other; no object needs a tenth of them", Most)

// Beyond is where a text goes deeper than [Most], the line and the column counted from
// 1, and whether it does. It reads text as the YAML parser's scanner does, so that
// brackets in quotes, comments and blocks of text do not count. Of what is not YAML it
// may take one thing for another: the parser has bounds of its own, far higher ones.
func Beyond(data []byte) (line, column int, beyond bool) {
	s := &scanner{data: data}
	s.line()
	for s.at < len(s.data) {
		if s.flow > 0 {
			s.inFlow()
		} else {
			s.inBlock()
		}
		if s.flow+len(s.indents) > Most {
			before := data[:max(s.at-1, 0)]
			begin := bytes.LastIndexByte(before, '\n') + 1
			return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[begin:]) + 1, true
		}
	}
	return 0, 0, false
}

type scanner struct {
	data    []byte
	at      int   // what is next
	begin   int   // of its line
	item    int   // the column where what may be a key begins; -1 where none has begun
	indents []int // the columns of the open blocks
	flow    int   // open brackets
}

// line begins a new line outside of brackets: it ends the blocks that stand further in.
func (s *scanner) line() {
	s.begin = s.at
	for s.at < len(s.data) && s.data[s.at] == ' ' {
		s.at++
	}
	if s.at == len(s.data) || isEnd(s.data[s.at]) || s.data[s.at] == '#' {
		return // says nothing about blocks
	}
	s.item = -1
	indent := s.at - s.begin
	if s.isMark() {
		indent, s.at = -1, s.at+len("---")
	}
	for len(s.indents) > 0 && s.indents[len(s.indents)-1] > indent {
		s.indents = s.indents[:len(s.indents)-1]
	}
	if indent == 0 && s.data[s.at] == '%' && len(s.indents) == 0 {
		s.skip(isEnd) // a directive
	}
}

// isMark reports whether a document begins or ends here.
func (s *scanner) isMark() bool {
	rest := s.data[s.at:]
	return s.at == s.begin && (bytes.HasPrefix(rest, []byte("---")) || bytes.HasPrefix(rest, []byte("..."))) &&
		s.isBlank(s.at+len("---"))
}

// inBlock reads one token outside of brackets, or the space between two.
func (s *scanner) inBlock() {
	switch b := s.data[s.at]; {
	case isEnd(b):
		s.at++
		s.line()
	case isSpace(b):
		s.at++
	case b == '#' && (s.at == s.begin || s.isBlank(s.at-1)):
		s.skip(isEnd)
	default:
		if s.item < 0 {
			s.item = s.at - s.begin
		}
		if !s.isBlank(s.at+1) || !s.indicator(b) {
			s.content(b)
		}
	}
}

// indicator begins an item of a list, a key or a value, and reports whether b, with a
// blank behind it, says so.
func (s *scanner) indicator(b byte) bool {
	switch b {
	case '-', '?':
		s.open(s.at - s.begin)
	case ':':
		s.open(s.item)
	default:
		return false
	}
	return true
}

// content reads text, brackets or what stands before a value.
func (s *scanner) content(b byte) {
	switch b {
	case '[', '{':
		s.at, s.flow = s.at+1, 1
	case '"', '\'':
		s.quoted(b)
	case '|', '>':
		s.skip(isEnd)
		s.below()
	case '&', '!', '*':
		s.skip(func(b byte) bool { return isSpace(b) || isEnd(b) })
	default:
		if s.plain(); s.at == len(s.data) || isEnd(s.data[s.at]) {
			s.below()
		}
	}
}

// open begins a block at a column, unless one is open there, behind an indicator.
func (s *scanner) open(column int) {
	if len(s.indents) == 0 || s.indents[len(s.indents)-1] < column {
		s.indents = append(s.indents, column)
	}
	s.at, s.item = s.at+1, -1
}

// plain reads text without quotes, up to the end of the line, a comment or the end of
// a key.
func (s *scanner) plain() {
	for ; s.at < len(s.data) && !isEnd(s.data[s.at]); s.at++ {
		switch b := s.data[s.at]; {
		case b == ':' && s.isBlank(s.at+1), b == '#' && s.isBlank(s.at-1):
			return
		}
	}
}

// below skips the further lines of text that has begun: those that are empty or stand
// further in than the block it is in.
func (s *scanner) below() {
	parent := -1
	if len(s.indents) > 0 {
		parent = s.indents[len(s.indents)-1]
	}
	for s.at < len(s.data) {
		s.at++ // the end of the line before
		s.begin = s.at
		s.skip(func(b byte) bool { return b != ' ' })
		if s.at < len(s.data) && !isEnd(s.data[s.at]) && (s.at-s.begin <= parent || s.isMark()) {
			s.at = s.begin
			s.line()
			return
		}
		s.skip(isEnd)
	}
}

// inFlow reads one token within brackets.
func (s *scanner) inFlow() {
	switch b := s.data[s.at]; {
	case b == '[' || b == '{':
		s.at, s.flow = s.at+1, s.flow+1
	case b == ']' || b == '}':
		s.at, s.flow = s.at+1, s.flow-1
	case b == '"' || b == '\'':
		s.quoted(b)
	case b == '#' && s.isBlank(s.at-1):
		s.skip(isEnd)
	case isSpace(b) || isEnd(b) || b == ',' || b == ':' || b == '?':
		s.at++
	default:
		s.plainInFlow()
	}
}

// plainInFlow reads text without quotes within brackets, which may go on in the next
// line.
func (s *scanner) plainInFlow() {
	for ; s.at < len(s.data); s.at++ {
		switch b := s.data[s.at]; {
		case isFlow(b), (b == ':' || b == '?') && (s.isBlank(s.at+1) || isFlow(s.data[s.at+1])),
			b == '#' && s.isBlank(s.at-1):
			return
		}
	}
}

// quoted skips text in quotes.
func (s *scanner) quoted(quote byte) {
	for s.at++; s.at < len(s.data); s.at++ {
		switch b := s.data[s.at]; {
		case b == '\n' && s.flow == 0:
			s.begin = s.at + 1
		case b == '\\' && quote == '"':
			s.at++
		case b == quote && quote == '\'' && s.at+1 < len(s.data) && s.data[s.at+1] == quote:
			s.at++
		case b == quote:
			s.at++
			return
		}
	}
	s.at = len(s.data)
}

// skip goes on to the next byte that ends something.
func (s *scanner) skip(ends func(byte) bool) {
	for s.at < len(s.data) && !ends(s.data[s.at]) {
		s.at++
	}
}

// isBlank reports whether nothing or a space stands at a place.
func (s *scanner) isBlank(at int) bool {
	return at >= len(s.data) || isSpace(s.data[at]) || isEnd(s.data[at])
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' }

func isFlow(b byte) bool { return b == ',' || b == '[' || b == ']' || b == '{' || b == '}' }

func isEnd(b byte) bool { return b == '\n' || b == '\r' }
