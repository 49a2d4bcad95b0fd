package gotemplate

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Error is what is wrong with a template, or with what it renders.
type Error struct {
	// Template is the name of the template, and Line the line in it, from 1; 0 if unknown.
	Template string
	Line     int
	// Rendered is the line in what it renders, from 1; 0 where it is not about that.
	Rendered int
	// Message says what is wrong; after a semicolon, the remedy.
	Message string
}

// Error returns where it stands and the message.
func (e *Error) Error() string {
	where := fmt.Sprintf("template %q", e.Template)
	if e.Line > 0 {
		where = fmt.Sprintf("line %d of %s", e.Line, where)
	}
	if e.Rendered > 0 {
		where += fmt.Sprintf(" (line %d of what it renders)", e.Rendered)
	}
	return where + ": " + e.Message
}

// parseError reads an error of text/template/parse.
func parseError(source Source, err error) *Error {
	message := err.Error()
	e := &Error{Template: source.Name, Message: message}
	rest, found := strings.CutPrefix(message, "template: "+source.Name+":")
	if !found {
		return e
	}
	number, rest, _ := strings.Cut(rest, ": ")
	if line, err := strconv.Atoi(number); err == nil {
		e.Line, e.Message = line, rest
	}
	e.Message = strings.TrimPrefix(e.Message, "template: ")
	return e
}

// executing is what text/template puts in front of its messages.
var executing = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?s)^template: [^:]*:\d+:\d+: executing "[^"]*" at <.*?>: `)
})

// failed is an error of an execution, at the node that was under way.
func (r *Run) failed(err error) *Error {
	if own, ok := errors.AsType[*Error](err); ok {
		return own
	}
	message := executing().ReplaceAllString(err.Error(), "")
	message = strings.TrimPrefix(message, "error calling "+checkRange+": ")
	message = strings.TrimPrefix(message, "error calling "+printed+": ")
	for _, name := range []string{needField, mayField, "fail", "required"} {
		message = strings.TrimPrefix(message, "error calling "+name+": ")
	}
	return &Error{Template: r.at.template, Line: r.at.line, Message: message}
}
