package spec

import "slices"

// findings are those of all environments, each once.
type findings struct {
	severity Severity
	file     string
	of       map[errorKey]*Error
	more     int // that were made in one environment, the one with most, and are not among them
}

func (d *Document) newFindings(s Severity) *findings {
	return &findings{severity: s, file: d.File, of: map[errorKey]*Error{}}
}

func (f *findings) add(environment string, errs Errors, more int) {
	for _, e := range errs {
		first, known := f.of[e.key()]
		if !known {
			first = e
			first.Severity = f.severity
			f.of[e.key()] = e
		}
		if !slices.Contains(first.Environments, environment) {
			first.Environments = append(first.Environments, environment)
		}
	}
	f.more = max(f.more, more)
}

// merged lists the findings by position, with the environments of those that
// were not made in all.
func (f *findings) merged(environments []string) Errors {
	var all Errors
	for _, found := range f.of {
		if len(found.Environments) == len(environments) {
			found.Environments = nil
		}
		all = append(all, found)
	}
	if f.more > 0 {
		all = append(all, &Error{File: f.file, Severity: f.severity, more: f.more})
	}
	return JoinErrors(all)
}
