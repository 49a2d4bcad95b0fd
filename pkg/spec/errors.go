package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/strict"
)

// Error is one mistake in a file, or a warning: where it stands, which value it is about,
// what is wrong and what was expected.
type Error struct {
	// File is the name the file was loaded by; empty for a stack built in Go.
	File string
	// Line and Column count from 1, in lines and characters; 0 where nothing
	// stands in a file.
	Line, Column int
	// Path of the value, spec.web.replicas; empty for the file as a whole.
	Path string
	// Code tells the kinds of mistakes apart, for programs.
	Code Code
	// Severity tells mistakes from warnings.
	Severity Severity
	// Message says what is wrong; after a semicolon, the remedy. It has no secrets.
	Message string
	// Environments are those in which it is a mistake, where that is not so in all; nil
	// otherwise.
	Environments []string

	more int // the mistakes that one about the rest of them stands for; rest, if that was not read
}

// rest stands for as many mistakes as a part of a file may hold that was not read.
const rest = -1

// Error returns "file:line:column: path: message" on one line, without the parts that are
// unknown. No character in it is invisible or obeyed by a terminal, and nothing in it
// looks like a secret.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(printable.Name(e.File) + ":")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "%d:%d:", e.Line, e.Column)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	where := b.String()
	if e.Path != "" {
		where += shownPath(e.Path) + ": "
	}
	return clean(where) + clean(e.Description())
}

// Description returns the message and, unless the path says it, the environments: "must
// be greater than 0 (in prod)".
func (e *Error) Description() string {
	if len(e.Environments) == 0 || strings.HasPrefix(e.Path, "spec.environments") {
		return e.Message
	}
	return e.Message + " (in " + strict.Listed(e.Environments) + ")"
}

// Errors are all mistakes of a file, in the order in which they stand in it.
type Errors []*Error

// Error returns a line for each mistake.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the mistakes, for errors.As and errors.Is.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

// JoinErrors puts lists together, sorts them by position and drops repetitions,
// as they arise where one value is wrong in every environment. Of more than a hundred
// the first are left, and one that says how many there would be.
func JoinErrors(lists ...Errors) Errors {
	all, more := inOrder(lists...), 0
	all = slices.DeleteFunc(all, func(e *Error) bool {
		if e.more == rest || more == rest {
			more = rest
		} else {
			more += e.more
		}
		return e.more != 0
	})
	if beyond := len(all) - strict.MaxFindings; beyond > 0 {
		all = all[:strict.MaxFindings]
		if more != rest {
			more += beyond
		}
	}
	if more == 0 || len(all) == 0 {
		return all
	}
	last := *all[len(all)-1]
	last.Path, last.Code, last.Message, last.Environments, last.more = "", CodeMore, andMore(more), nil, more
	return append(all, &last)
}

func andMore(more int) string {
	if more == rest {
		return "too many errors; the rest was not read"
	}
	return fmt.Sprintf("and %d more", more)
}

func inOrder(lists ...Errors) Errors {
	all := slices.Concat(lists...)
	slices.SortStableFunc(all, func(a, b *Error) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Path, b.Path), cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.CompactFunc(all, func(a, b *Error) bool {
		return a.key() == b.key() && slices.Equal(a.Environments, b.Environments)
	})
}

// errorKey is an error without the environments in which it was made.
type errorKey struct {
	file, path, message string
	line, column, more  int
}

func (e *Error) key() errorKey { return errorKey{e.File, e.Path, e.Message, e.Line, e.Column, e.more} }
