package nginxconf

import "errors"

// What keeps a piece of configuration from being whole.
var (
	ErrClosesMore = errors.New("closes a block that it has not opened")
	ErrOpenBlock  = errors.New("does not close a block")
	ErrOpenQuote  = errors.New("does not close a quote")
	ErrOpenLine   = errors.New("ends in a directive without its semicolon")
)

// Whole reports why a piece of configuration would reach beyond the place it is put at: it
// consists of whole directives. It reads words as nginx does (ngx_conf_read_token), in
// which quotes mean something only where a word begins, and braces only between words.
func Whole(text string) error {
	depth, open := 0, false // open: a directive has begun
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case isSpace(c):
			i++
		case c == '#':
			i = skipLine(text, i)
		case c == ';':
			open = false
			i++
		case c == '{':
			depth, open = depth+1, false
			i++
		case c == '}':
			if depth--; depth < 0 {
				return ErrClosesMore
			}
			if open {
				return ErrOpenLine
			}
			i++
		default:
			var closed bool
			if i, closed = skipWord(text, i); !closed {
				return ErrOpenQuote
			}
			open = true
		}
	}
	switch {
	case depth > 0:
		return ErrOpenBlock
	case open:
		return ErrOpenLine
	}
	return nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func skipLine(text string, i int) int {
	for i < len(text) && text[i] != '\n' {
		i++
	}
	return i
}

// skipWord returns where the word that begins at i ends, and whether its quotes do.
func skipWord(text string, i int) (end int, closed bool) {
	if quote := text[i]; quote == '"' || quote == '\'' {
		for i++; i < len(text); i++ {
			switch text[i] {
			case '\\':
				i++
			case quote:
				return i + 1, true
			}
		}
		return i, false
	}
	for i < len(text) && !isSpace(text[i]) && text[i] != ';' && text[i] != '{' {
		switch text[i] {
		case '\\':
			i += 2
		case '$':
			for i++; i < len(text) && text[i] == '{'; i++ { // braces of a variable
			}
		default:
			i++
		}
	}
	return min(i, len(text)), true
}
