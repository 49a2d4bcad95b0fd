package printable

import (
	"errors"
	"strings"
)

// Block is an error of several lines, such as a difference.
type Block string

// Error is the text itself.
func (b Block) Error() string { return string(b) }

// Error is what an error says, one line for each error that [errors.Join] put into it.
// What else has line ends has them from outside, but for a [Block].
func Error(err error) string {
	text := err.Error()
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		before, ends := strings.CutSuffix(text, inner.Error())
		if !ends {
			break
		}
		if all := joined(inner); all != nil {
			return Line(before) + strings.Join(all, "\n")
		}
		if block, ok := inner.(Block); ok { //nolint:errorlint // each layer is looked at
			return Line(before) + Text(string(block))
		}
	}
	return Line(text)
}

// joined are the errors that an error has one a line, or nil.
func joined(err error) []string {
	several, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var texts, lines []string
	for _, one := range several.Unwrap() {
		texts = append(texts, one.Error())
		lines = append(lines, Error(one))
	}
	if strings.Join(texts, "\n") != err.Error() {
		return nil
	}
	return lines
}
