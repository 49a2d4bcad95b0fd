package spec

import (
	"fmt"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/strict"
)

// report collects what the rules find.
type report struct {
	loader         Loader     // that knows the stack's extensions
	effective      *Effective // whose rules are asked
	errs, warnings capped
	done           map[string]bool
	// said reports what need not be said again of a path; nil where nothing has been.
	said func(kind field.ErrorType, path string) bool
}

// capped is a list of findings up to a number that anybody reads.
type capped struct {
	list field.ErrorList
	more int // that are not in it
}

func (b *capped) add(kind field.ErrorType, path, format string, args ...any) {
	if len(b.list) == strict.MaxFindings {
		b.more++
		return
	}
	b.list = append(b.list, newFinding(kind, path, fmt.Sprintf(format, args...)))
}

// all ends in a word about those that are not in the list.
func (b *capped) all() field.ErrorList {
	if b.more == 0 {
		return b.list
	}
	return append(b.list, newFinding(field.ErrorTypeTooMany, "", andMore(b.more)))
}

// missing is an error about a value that must be given.
func (r *report) missing(path, remedy string) {
	r.add(field.ErrorTypeRequired, path, "missing; %s", remedy)
}

// invalid is an error about a value that is wrong in itself.
func (r *report) invalid(path, format string, args ...any) {
	r.add(field.ErrorTypeInvalid, path, format, args...)
}

// forbidden is an error about a value that may not stand beside another.
func (r *report) forbidden(path, format string, args ...any) {
	r.add(field.ErrorTypeForbidden, path, format, args...)
}

// warn is about what is allowed, but seldom meant.
func (r *report) warn(path, format string, args ...any) {
	r.put(&r.warnings, field.ErrorType(CodeUnusual), path, format, args...)
}

// conflict is an error about what another environment has, too.
func (r *report) conflict(path, format string, args ...any) {
	r.add(field.ErrorType(CodeConflict), path, format, args...)
}

// mayConflict is a warning about the same.
func (r *report) mayConflict(path, format string, args ...any) {
	r.put(&r.warnings, field.ErrorType(CodeConflict), path, format, args...)
}

func (r *report) add(kind field.ErrorType, path, format string, args ...any) {
	if r.done[path] {
		return
	}
	r.mute(path)
	r.put(&r.errs, kind, path, format, args...)
}

func (r *report) put(list *capped, kind field.ErrorType, path, format string, args ...any) {
	if r.said == nil || !r.said(kind, path) {
		list.add(kind, path, format, args...)
	}
}

// mute keeps all further errors about a value out of the report.
func (r *report) mute(path string) {
	if r.done == nil {
		r.done = map[string]bool{}
	}
	r.done[path] = true
}
