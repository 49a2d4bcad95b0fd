package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is one mistake in a file: where it stands, which value it is about,
// what is wrong and what was expected.
type Error struct {
	// File is the name the file was loaded by; empty for a stack built in Go.
	File string
	// Line and Column count from 1, in lines and characters; 0 where nothing
	// stands in a file.
	Line, Column int
	// Path of the value, spec.web.replicas; empty for the file as a whole.
	Path string
	// Message says what is wrong; after a semicolon, the remedy.
	Message string
}

// Error is "file:line:column: path: message", without the parts that are
// unknown.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ":")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "%d:%d:", e.Line, e.Column)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	b.WriteString(e.Message)
	return b.String()
}

// Errors are all mistakes of a file, in the order in which they stand in it.
type Errors []*Error

// Error has one line per mistake.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.As and errors.Is each mistake.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

// JoinErrors puts lists together, sorts them by position and drops repetitions,
// as they arise where one value is wrong in every environment.
func JoinErrors(lists ...Errors) Errors {
	all := slices.Concat(lists...)
	slices.SortStableFunc(all, func(a, b *Error) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Path, b.Path), cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.CompactFunc(all, func(a, b *Error) bool { return *a == *b })
}
