package spec

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Check validates a loaded file in every one of its environments and says where
// in the file each finding stands. What is equal in all environments is said
// once; what holds for some of them ends in their names, " (in prod)". Warnings
// are about what is allowed, but seldom meant.
//
// Check may be called where Load reported errors, on the document it returned
// beside them: its findings are those Load could not make.
func (d *Document) Check() (errs, warnings Errors) {
	if large := CheckLimits(d.Stack); large != nil {
		return d.placed(large), nil
	}
	names := d.Stack.EnvironmentNames()
	wrong, doubtful := d.newFindings(), d.newFindings()
	stack := d.named(wrong)
	common := shared{}
	for _, name := range names {
		s, err := stack.For(name)
		if err != nil {
			wrong.add(name, d.notMerged(name, err), 0)
			continue
		}
		own := d.report(name)
		own.environmentName(name)
		if len(own.errs.list) == 0 {
			s.SetDefaults(name)
		} else {
			s.SetDefaults("") // no namespace is made of that name
		}
		own.nulls(stack, name)
		if len(d.Stack.Spec.Environments) > 0 {
			common.add(own, name, &s.Spec)
		} else {
			own.inEveryDefault(&d.Stack.Spec, s.Spec.outside())
		}
		found := d.report(name)
		found.validate(s)
		wrong.add(name, d.Locate(name, append(found.errs.list, own.errs.list...)), found.errs.more+own.errs.more)
		doubtful.add(name, d.Locate(name, append(found.warnings.list, own.warnings.list...)),
			found.warnings.more+own.warnings.more)
	}
	return wrong.merged(names), doubtful.merged(names)
}

// named is the stack under a name that is valid. So many names are made of the
// stack's that a mistake in it would be found in all of them.
func (d *Document) named(wrong *findings) *DjangoStack {
	r := &report{}
	r.stackName(d.Stack.Metadata.Name)
	if len(r.errs.list) == 0 {
		return d.Stack
	}
	for _, name := range d.Stack.EnvironmentNames() {
		wrong.add(name, d.Locate("", r.errs.list), 0)
	}
	renamed := *d.Stack
	renamed.Metadata.Name = "stack"
	return &renamed
}

// notMerged places the reason why an environment could not be made. A file
// whose environments do not fit was refused by Load, so that nothing is left to
// say but for a stack that was changed after.
func (d *Document) notMerged(environment string, err error) Errors {
	if len(d.refused) > 0 {
		return nil
	}
	errs := AsErrors(err)
	if errs == nil {
		errs = Errors{{Path: "spec.environments" + segment(environment), Message: err.Error()}}
	}
	return d.placed(errs)
}

// placed are findings with the place of their paths in the file.
func (d *Document) placed(errs Errors) Errors {
	for _, e := range errs {
		e.File = d.File
		e.Line, e.Column = d.Position(e.Path)
		e.Path = shownPath(e.Path)
	}
	return errs
}

// report is where the findings of one environment are collected. What Load has said
// already is none: it would take the place of those that are new.
func (d *Document) report(environment string) *report {
	if len(d.refused) == 0 {
		return &report{}
	}
	return &report{said: func(kind field.ErrorType, path string) bool {
		return d.known(d.locate(environment, path).path, kind)
	}}
}

// findings are the environments in which each finding was made.
type findings struct {
	file string
	in   map[Error][]string
	more int // that were made in one environment, the one with most, and are not among them
}

func (d *Document) newFindings() *findings {
	return &findings{file: d.File, in: map[Error][]string{}}
}

func (f *findings) add(environment string, errs Errors, more int) {
	for _, e := range errs {
		f.in[*e] = append(f.in[*e], environment)
	}
	f.more = max(f.more, more)
}

// mostNamed is how many of a stack's own names a finding lists.
const mostNamed = 10

// merged lists the findings by position, with the environments of those that
// were not made in all.
func (f *findings) merged(environments []string) Errors {
	var all Errors
	for found, in := range f.in {
		if len(in) < len(environments) && !strings.HasPrefix(found.Path, "spec.environments") {
			found.Message = clean(found.Message + " (in " + listed(in) + ")")
		}
		all = append(all, &found)
	}
	if f.more > 0 {
		all = append(all, &Error{File: f.file, more: f.more})
	}
	return JoinErrors(all)
}

func listed(names []string) string {
	if beyond := len(names) - mostNamed; beyond > 1 {
		return strings.Join(names[:mostNamed], ", ") + fmt.Sprintf(" and %d more", beyond)
	}
	return strings.Join(names, ", ")
}

// message is a field error's own words. A finding of this package's rules has no
// value beside its detail, which is whole.
func message(err *field.Error) string {
	if _, whole := err.BadValue.(field.OmitValueType); whole {
		return err.Detail
	}
	return lowerFirst(err.ErrorBody())
}
