// Package printable makes text from outside safe to print to a terminal and to the log of a CI
// system: it removes control sequences and line breaks, and commands that a CI system would run.
package printable

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Line is text on one line. What cannot be seen, line ends among it, is written
// as Go writes it in a string: \n, \x1b, \u202e. So is what would begin a command
// to a CI system: "::" at the beginning of a line is one to GitHub, ##vso[ anywhere
// in it to Azure, ##[ to both.
func Line(text string) string {
	if plain(text) {
		return text
	}
	return disarm(escape(text, false))
}

// Text is text of several lines, each as [Line] has it; tabs stay.
func Text(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for line := range strings.Lines(text) {
		body, end := strings.CutSuffix(line, "\n")
		if !plain(body) {
			body = disarm(escape(body, true))
		}
		b.WriteString(body)
		if end {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Name is the name of a file or the like amid other text: as it is where all of it
// can be seen, else in quotes.
func Name(text string) string {
	if text != "" && text == strings.TrimSpace(text) && text == Line(text) {
		return text
	}
	return disarm(strconv.Quote(text))
}

// plain reports whether text is the same on a line; it may say no where it is.
func plain(text string) bool {
	for i := range len(text) {
		switch b := text[i]; {
		case b < ' ', b > '~':
			return false
		case b == '#' && strings.HasPrefix(text[i:], "##"):
			return false
		case b == ':' && strings.HasPrefix(text[i:], "::"):
			return false
		}
	}
	return true
}

// escape writes out what is no visible character.
func escape(text string, tabs bool) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case strconv.IsPrint(r), r == '\t' && tabs:
			b.WriteRune(r)
		default:
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
		i += size
	}
	return b.String()
}

// azure is how a command to Azure Pipelines begins, or an old one to GitHub.
var azure = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`##([A-Za-z]*\[)`) })

// disarm takes from a line what would make it a command.
func disarm(line string) string {
	line = azure().ReplaceAllString(line, `#\x23$1`)
	if rest := strings.TrimLeft(line, " \t"); strings.HasPrefix(rest, "::") {
		return line[:len(line)-len(rest)] + `\x3a` + rest[1:]
	}
	return line
}
