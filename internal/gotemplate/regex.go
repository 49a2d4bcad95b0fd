package gotemplate

import (
	"fmt"
	"regexp"
	"regexp/syntax"
)

// MaxExpression is how many instructions a regular expression may have. Each of them may be
// tried at each byte of a text.
const MaxExpression = 2000

// matched is the cost of looking for an expression in a text.
func matched(_ *Run, args []any) (int, error) {
	text := textOf(args, 0)
	if len(text) > MaxExpression {
		return 0, fmt.Errorf("a regular expression has more than %d bytes; shorten it", MaxExpression)
	}
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return 0, fmt.Errorf("%w; correct the regular expression", err)
	}
	size := instructions(parsed)
	if size > MaxExpression {
		return 0, fmt.Errorf("a regular expression repeats too much: %s; repeat less", text)
	}
	return 1 + size*len(textOf(args, 1))/textOfStep, nil
}

// instructions is about how many an expression is compiled to.
func instructions(e *syntax.Regexp) int {
	n := 1 + len(e.Rune)
	for _, sub := range e.Sub {
		n += instructions(sub)
	}
	if e.Op == syntax.OpRepeat {
		n *= max(e.Min, e.Max, 1)
	}
	return min(n, MaxExpression+1)
}

// regexReplaceAll is sprig's, which may make a text that is as long as two of its arguments
// multiplied.
func regexReplaceAll(expression, text, by string) (string, error) {
	return replaceAll(expression, text, func(out []byte, e *regexp.Regexp, match []int) []byte {
		return e.ExpandString(out, by, text, match)
	})
}

func regexReplaceAllLiteral(expression, text, by string) (string, error) {
	return replaceAll(expression, text, func(out []byte, _ *regexp.Regexp, _ []int) []byte { return append(out, by...) })
}

func replaceAll(
	expression, text string, replace func(out []byte, e *regexp.Regexp, match []int) []byte,
) (string, error) {
	e, err := regexp.Compile(expression)
	if err != nil {
		return "", err
	}
	var out []byte
	done := 0
	for _, match := range e.FindAllStringSubmatchIndex(text, -1) {
		out = append(out, text[done:match[0]]...)
		done = match[1]
		if out = replace(out, e, match); len(out) > MaxText {
			return "", fmt.Errorf("makes a text of more than %d bytes; divide it", MaxText)
		}
	}
	return string(append(out, text[done:]...)), nil
}
