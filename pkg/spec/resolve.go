package spec

import (
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// noStack is what is wrong with a document that has no stack, or with no stack at all.
const noStack = "no stack; load one, or give a DjangoStack"

// Rule checks a stack in one environment, as the rules of this package do, for a package
// that knows more of it, such as who connects to whom. Paths and messages are those of
// [Validate].
type Rule func(*Effective) (errs, warnings field.ErrorList)

// Resolve returns the stack as it is in every one of its environments, in the order of
// [DjangoStack.EnvironmentNames], with everything that is wrong with it and where in the
// file each finding stands. What several environments have is said once, with their names
// where it is not all. Warnings are about what is allowed, but seldom meant. Where there
// are errors, environments may be missing.
//
// Further rules are asked after this package's, of several environments at a time.
//
// Resolve may be called where Load reported errors, on the document it returned beside
// them: its findings are those Load could not make.
func (d *Document) Resolve(rules ...Rule) (all []*Effective, errs, warnings Errors) {
	if d == nil || d.Stack == nil {
		return nil, Errors{{Code: CodeNoStack, Message: noStack}}, nil
	}
	wrong, doubtful := d.newFindings(SeverityError), d.newFindings(SeverityWarning)
	stack := d.named(wrong)
	merged, large := d.merge(stack, wrong)
	if large != nil {
		return nil, d.placed(large), nil
	}
	environments := make([]*checked, len(merged))
	var work sync.WaitGroup
	for i, e := range merged {
		work.Go(func() { environments[i] = d.check(stack, e, rules) })
	}
	work.Wait()
	common := shared{}
	for _, c := range environments {
		if len(d.Stack.Spec.Environments) > 0 {
			common.add(c.outside, c.Environment, &c.Spec)
		} else {
			c.outside.inEveryDefault(&d.Stack.Spec, c.Spec.outside())
		}
		d.collect(wrong, c.Environment, c.inside.errs, c.outside.errs)
		d.collect(doubtful, c.Environment, c.inside.warnings, c.outside.warnings)
		all = append(all, c.Effective)
	}
	var total budget
	for _, e := range all { // rules have added to the extent
		total.extent.Add(e.Extent)
	}
	if large := total.beyond(); large != nil {
		return nil, d.placed(large), nil
	}
	names := d.Stack.EnvironmentNames()
	d.addOwnNulls(doubtful, stack)
	return all, wrong.merged(names), doubtful.merged(names)
}

// collect places what was found in one environment, and in what makes it.
func (d *Document) collect(to *findings, environment string, inside, outside capped) {
	to.add(environment, d.Locate(environment, slices.Concat(inside.list, outside.list)), inside.more+outside.more)
}

// merge makes a stack's environments without their defaults, unless they are larger than
// any may be. Those that cannot be made are among what is wrong.
func (d *Document) merge(s *DjangoStack, wrong *findings) (all []*Effective, large Errors) {
	b := budget{}
	if large = b.whole(s); large != nil {
		return nil, large
	}
	for _, name := range s.EnvironmentNames() {
		merged, err := s.For(name)
		if err != nil {
			wrong.add(name, d.notMerged(name, err), 0)
			continue
		}
		wrong.add(name, d.settle(name, &merged.Spec.Namespace), 0)
		e := &Effective{DjangoStack: merged, Environment: name, Extent: ExtentOf(merged), loader: d.loader}
		if large = b.add(e); large != nil {
			return nil, large
		}
		if errs := d.loader.open(&merged.Spec); len(d.refused) == 0 {
			wrong.add(name, d.placed(errs), 0)
		}
		all = append(all, e)
	}
	return all, b.beyond()
}

// checked is an environment with what was found in it and in what makes it.
type checked struct {
	*Effective
	inside, outside *report
}

// check fills in the defaults of an environment of a stack and validates it.
func (d *Document) check(s *DjangoStack, e *Effective, further []Rule) *checked {
	c := &checked{e, d.report(e.Environment), d.report(e.Environment)}
	c.outside.environmentName(e.Environment)
	environment := e.Environment
	if len(c.outside.errs.list) > 0 {
		environment = "" // no namespace is made of that name
	}
	for _, err := range d.loader.setDefaults(e, environment) {
		c.inside.invalid(err.Path, "%s", err.Message)
	}
	d.environmentNulls(c.outside, s, e.Environment)
	c.inside.validate(e, further)
	return c
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
		errs = Errors{{Path: "spec.environments" + segment(environment), Code: CodeInvalid, Message: err.Error()}}
	}
	return d.placed(errs)
}

// placed are findings with the place of their paths in the file.
func (d *Document) placed(errs Errors) Errors {
	for _, e := range errs {
		found := d.locate("", e.Path)
		e.File = found.file
		e.Line, e.Column = found.Position()
		e.Path = shownPath(e.Path)
	}
	return errs
}

// report is where the findings of one environment are collected. What Load has said
// already is none: it would take the place of those that are new.
func (d *Document) report(environment string) *report {
	if len(d.refused) == 0 {
		return &report{loader: d.loader}
	}
	return &report{loader: d.loader, said: func(kind field.ErrorType, path string) bool {
		return d.known(d.locate(environment, path).Path, kind)
	}}
}
