package encode

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// style is how a string is written.
type style uint8

const (
	stylePlain style = iota
	styleSingle
	styleDouble
	styleLiteral
)

// traits are the properties of a string that limit its style.
type traits uint8

const (
	hasBreak        traits = 1 << iota // a line break: \n, or one of U+2028 and U+2029
	hasSpecial                         // a character only double quotes can write
	hasIndicator                       // something YAML would take for its own syntax
	hasEdge                            // a space or a break at either end
	endsInSpace                        // the worse half of hasEdge
	spaceAfterBreak                    // a line that starts with a space
	breakAfterSpace                    // a line that ends in a space
)

// styleOf chooses the lightest style that reads back as s, whose traits are t.
func styleOf(s string, t traits) style {
	switch {
	case t&hasBreak != 0 && strings.IndexByte(s, '\n') >= 0:
		if t&(hasSpecial|endsInSpace|breakAfterSpace) != 0 {
			return styleDouble
		}
		return styleLiteral
	case t&(hasSpecial|spaceAfterBreak|breakAfterSpace) != 0 || ambiguous(s):
		return styleDouble
	case t != 0:
		return styleSingle
	}
	return stylePlain
}

// isSimpleKey reports whether s, whose traits are t, can be a key in front of
// its colon. Others are written in the long form, after a question mark.
func isSimpleKey(s string, t traits) bool { return len(s) <= 128 && t&hasBreak == 0 }

func traitsOf(s string) traits {
	if s == "" {
		return 0
	}
	t := traitsOfStart(s)
	for i := range len(s) {
		if remarkable[s[i]] {
			return t | traitsOfRest(s)
		}
	}
	return t
}

// remarkable are the bytes that matter behind the first of a string. Most
// strings have none.
var remarkable = func() (bytes [256]bool) {
	for c := range bytes {
		bytes[c] = c <= ' ' || c >= 0x7f || c == ':' || c == '#'
	}
	return bytes
}()

// traitsOfStart looks at what is syntax only at the start of a string.
func traitsOfStart(s string) traits {
	if strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") {
		return hasIndicator
	}
	switch s[0] {
	case '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
		return hasIndicator
	case '-', '?':
		if len(s) == 1 || s[1] == ' ' || s[1] == '\t' {
			return hasIndicator
		}
	}
	return 0
}

// traitsOfRest looks at every character beside the one before it.
func traitsOfRest(s string) traits {
	t := traitsOfEdges(s)
	var last rune // the character before, 0 at the start
	for i, r := range s {
		switch {
		case !printable(r):
			t |= hasSpecial
		case r == ':' && endsWord(s[i+1:]), r == '#' && (last == ' ' || isBreak(last)):
			t |= hasIndicator
		case r == ' ' && isBreak(last):
			t |= spaceAfterBreak
		case last == ' ' && isBreak(r):
			t |= breakAfterSpace
		}
		if isBreak(r) {
			t |= hasBreak
		}
		last = r
	}
	return t
}

// traitsOfEdges looks at the first and the last character.
func traitsOfEdges(s string) traits {
	var t traits
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if first == ' ' || isBreak(first) || last == ' ' || isBreak(last) {
		t |= hasEdge
	}
	if last == ' ' {
		t |= endsInSpace
	}
	return t
}

// endsWord reports whether a word is over where rest begins.
func endsWord(rest string) bool { return rest == "" || rest[0] == ' ' || rest[0] == '\t' }

// isBreak holds the line breaks of YAML 1.1.
func isBreak(r rune) bool {
	return r == '\n' || r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// printable holds what may stand unescaped. Characters beyond U+FFFF may not:
// an emoji is always escaped.
func printable(r rune) bool {
	return r == '\n' || r >= 0x20 && r <= 0x7e || r >= 0xa0 && r <= 0xfffd && r != 0xfeff
}

// ambiguous reports whether s, unquoted, could be read as something other than
// a string by some YAML 1.1 parser.
func ambiguous(s string) bool {
	if s == "" {
		return true
	}
	switch c := s[0]; {
	case isDigit(c) || c == '+' || c == '-':
		return isSpecialFloat(s[1:]) && !isDigit(c) || isTimestamp(s) || isSexagesimal(s) || isNumber(s)
	case c == '.':
		if isSpecialFloat(s) || s == ".nan" || s == ".NaN" || s == ".NAN" {
			return true
		}
		_, err := strconv.ParseFloat(s, 64)
		return err == nil
	}
	switch s {
	case "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO",
		"true", "True", "TRUE", "false", "False", "FALSE",
		"on", "On", "ON", "off", "Off", "OFF",
		"null", "Null", "NULL", "~":
		return true
	}
	return false
}

func isSpecialFloat(s string) bool { return s == ".inf" || s == ".Inf" || s == ".INF" }

// isNumber knows integers in every base, with underscores anywhere, and
// decimal floats.
func isNumber(s string) bool {
	if strings.Trim(s, "0123456789abcdefABCDEFxXoO_+-.") != "" || !strings.ContainsAny(s, "0123456789") {
		return false // the common case, told without the errors of strconv
	}
	s = strings.ReplaceAll(s, "_", "")
	if _, err := strconv.ParseInt(s, 0, 64); err == nil {
		return true
	}
	if _, err := strconv.ParseUint(s, 0, 64); err == nil {
		return true
	}
	if binary, ok := strings.CutPrefix(s, "0b"); ok { // a sign may follow this prefix
		_, err := strconv.ParseInt(binary, 2, 64)
		return err == nil
	}
	if strings.Trim(s, "0123456789.eE+-") != "" {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// isSexagesimal knows the base 60 numbers of YAML 1.1, such as 1:30 and 12:30:45.
func isSexagesimal(s string) bool {
	if s[0] == '+' || s[0] == '-' {
		s = s[1:]
	}
	head, rest, found := strings.Cut(s, ":")
	if !found || head == "" || !isDigit(head[0]) || strings.Trim(head, "0123456789_") != "" {
		return false
	}
	rest, fraction, _ := strings.Cut(rest, ".")
	if strings.Trim(fraction, "0123456789_") != "" {
		return false
	}
	for part := range strings.SplitSeq(rest, ":") {
		ok := len(part) == 1 && isDigit(part[0]) ||
			len(part) == 2 && part[0] >= '0' && part[0] <= '5' && isDigit(part[1])
		if !ok {
			return false
		}
	}
	return true
}

// isTimestamp knows dates, and times with a T or without a zone.
func isTimestamp(s string) bool {
	if len(s) < 5 || s[4] != '-' || strings.Trim(s[:4], "0123456789") != "" {
		return false
	}
	for _, layout := range []string{
		"2006-1-2", "2006-1-2 15:4:5", "2006-1-2T15:4:5Z07:00", "2006-1-2t15:4:5Z07:00",
	} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}
