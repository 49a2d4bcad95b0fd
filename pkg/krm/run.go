package krm

import (
	"context"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/collisions"
	"github.com/djangostack/djangostack/internal/ctxio"
	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// ErrFindings is returned by [Run] for errors in the list, which have been printed.
var ErrFindings = errors.New("the list has errors")

// Run reads a ResourceList from in and writes it to out with the objects that the compiler
// makes of the stacks it asks for. Errors and warnings also go to log, one a line.
//
// If there are errors, the items are written as they came, with the results, and Run returns
// [ErrFindings]. If in is not a ResourceList, nothing is written to out. Once the context is
// done, Run returns its error, and nothing is written either.
func Run(ctx context.Context, compiler overlays.Compiler, in io.Reader, out, log io.Writer) error {
	l, err := parse(ctxio.Reader(ctx, in))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		fmt.Fprintln(log, secrets.Redact(printable.Error(err)))
		return ErrFindings
	}
	found := l.run(ctx, compiler)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, r := range found {
		if r.Severity != severityInfo {
			fmt.Fprintln(log, r.text)
		}
	}
	if err := l.report(found); err != nil {
		return err
	}
	data, err := l.encode()
	if err != nil {
		return err
	}
	if _, err := out.Write(data); err != nil {
		return fmt.Errorf("writing the list: %w", err)
	}
	if found.failed() {
		return ErrFindings
	}
	return nil
}

// maxErrors is how many errors are enough.
const maxErrors = 100

// run makes every stack, and only then changes the items. What it finds once the context is
// done is worth nothing.
func (l *resourceList) run(ctx context.Context, compiler overlays.Compiler) results {
	wanted, found := l.requests()
	var stacks []*builtStack
	var together spec.Extent
	errs := 0
	for i, r := range wanted {
		if ctx.Err() != nil {
			return found
		}
		if errs >= maxErrors {
			return append(found, l.origin(l.config).error(nil, "", "too many errors; %d more stacks were not looked at",
				len(wanted)-i))
		}
		b, about := r.build(ctx, compiler, &together)
		found, errs = append(found, about...), errs+about.errors()
		if tooMuch(together) != "" {
			return found // said about the stack with which it is
		}
		if b != nil {
			stacks = append(stacks, b)
		}
	}
	found = append(found, findCollisions(stacks)...)
	if found.failed() {
		return found
	}
	before := l.items.Content
	found = append(found, newIndex(stacks).apply(l)...)
	if found.failed() {
		l.items.Content, l.added = before, nil
	}
	return found
}

// findCollisions returns an error for each name that two stacks of a run both have: a list
// cannot hold two objects of one name, and a host of a cluster leads to one site.
func findCollisions(stacks []*builtStack) results {
	var found results
	ledger := collisions.Ledger{}
	for _, b := range stacks {
		for _, c := range ledger.Enter(b.entries()) {
			message := c.Message()
			if c.Kind == spec.IngressHost {
				message += collisions.OrCluster
			}
			found = append(found, b.error(nil, c.Path, "%s", message))
		}
	}
	return found
}

func (b *builtStack) entries() []collisions.Entry {
	var all []collisions.Entry
	for _, c := range b.names {
		if c.Kind != spec.IngressHost {
			c.Cluster = "" // a list is for one
		}
		all = append(all, collisions.Entry{UniqueName: c, Holder: collisions.Holder{
			Stack: b.owner.name, Environment: b.environment, File: b.name(),
		}})
	}
	return all
}

// report appends the results to those of earlier functions.
func (l *resourceList) report(found results) error {
	if len(found) == 0 {
		return nil
	}
	var node yaml.Node
	if err := node.Encode(found); err != nil {
		return fmt.Errorf("encoding the results: %w", err)
	}
	if earlier := get(l.root, "results"); earlier != nil && earlier.Kind == yaml.SequenceNode {
		earlier.Content = append(earlier.Content, node.Content...)
		return nil
	}
	set(l.root, "results", &node)
	return nil
}
