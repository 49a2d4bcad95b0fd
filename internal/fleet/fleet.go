package fleet

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Stack is one file on its way through a command.
type Stack struct {
	Source
	compiler overlays.Compiler
	// Document is what was read of it; nil where nothing of it is usable.
	Document *spec.Document
	// Errors and Warnings are the findings in it.
	Errors, Warnings spec.Errors
	// line and column are where the stack's name stands.
	line, column int
	// resolved is the stack in its environments; in a fleet, only until it is settled.
	resolved *overlays.Resolved
	// settled are its environments, while it is not known what others have.
	settled []settled
	// Err is why it could not be read or compiled, where that has no position.
	Err error
}

// Name is the stack's name, "" where it has none.
func (s *Stack) Name() string {
	if s.Document == nil {
		return ""
	}
	return s.Document.Stack.Metadata.Name
}

// Load reads and checks every source. A name that two stacks of a fleet share
// is an error of the later one, and so is all else that two cannot have. After each
// stack, done is called, from any goroutine; it may be nil. The error is that of a
// context that is done.
func Load(ctx context.Context, compiler overlays.Compiler, sources Sources, done func()) ([]*Stack, error) {
	loader, err := compiler.Loader()
	if err != nil {
		return nil, err
	}
	stacks := make([]*Stack, len(sources.List))
	var all together
	err = each(ctx, len(stacks), done, func(i int) {
		stacks[i] = &Stack{Source: sources.List[i], compiler: compiler}
		stacks[i].load(ctx, loader)
		if len(stacks) > 1 && stacks[i].Errors == nil && stacks[i].resolved != nil {
			stacks[i].settle(&all)
			stacks[i].resolved = nil // a fleet's would fill the memory
		}
		stacks[i].letGo()
	})
	if err != nil {
		return nil, err
	}
	checkNames(stacks)
	return stacks, checkCollisions(ctx, stacks, &all)
}

// checkNames refuses a name that a stack before has, since both have one folder.
func checkNames(stacks []*Stack) {
	first := map[string]string{}
	for _, s := range stacks {
		name := s.Name()
		if name == "" {
			continue
		}
		if other, taken := first[name]; taken {
			s.Errors = spec.JoinErrors(s.Errors, spec.Errors{{
				File: s.Source.Name, Line: s.line, Column: s.column, Path: "metadata.name", Code: spec.CodeConflict,
				Message: fmt.Sprintf("%q is the name of the stack in %s too; rename one of them", name, other),
			}})
			continue
		}
		first[name] = s.Source.Name
	}
}

// Read reads the stack, and the files of its repository that it names.
func (s Source) Read(ctx context.Context, loader spec.Loader) (*spec.Document, error) {
	r, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // it was only read
	repository, closeAll := s.repository()
	defer closeAll()
	return loader.In(repository).Load(r, s.Name)
}

func (s *Stack) load(ctx context.Context, loader spec.Loader) {
	var err error
	s.Document, err = s.Read(ctx, loader)
	s.found(err)
	if s.Document != nil {
		s.resolved, s.Warnings, err = s.compiler.Resolve(ctx, s.Document)
		s.found(err)
		s.line, s.column = s.Document.Position("metadata.name")
	}
}

// found adds an error to what is wrong with the stack: with its positions where it has them.
func (s *Stack) found(err error) {
	switch errs := spec.AsErrors(err); {
	case err == nil:
	case errs != nil:
		s.Errors = spec.JoinErrors(s.Errors, errs)
	default:
		s.Err = fmt.Errorf("%s: %w", s.Source.Name, reason(err))
	}
}

// letGo keeps of the file what is made of it: its findings are placed, and a fleet's
// files need not stay in memory.
func (s *Stack) letGo() {
	if s.Document != nil {
		s.Document = s.Document.WithoutPositions()
	}
}

// Compile makes and proves the tree of every stack and hands it to use, with as
// many stacks under way as Go has processors. Trees are let go once used: a
// fleet's would fill the memory. So one stack's tree is in use before another's
// is made; what Load found valid compiles, and to use it may fail in any case.
// What either says is wrong becomes the stack's Err. After each stack, done is
// called, from any goroutine; it may be nil. The error is that of a context that
// is done; the stacks under way then have it as their Err.
func Compile(ctx context.Context, stacks []*Stack, done func(), use func(*Stack, []overlays.File) error) error {
	return each(ctx, len(stacks), done, func(i int) {
		s := stacks[i]
		files, err := s.files(ctx)
		if err != nil {
			s.Err = fmt.Errorf("%s: %w", s.Source.Name, err)
			return
		}
		s.Err = use(s, files)
	})
}

func (s *Stack) files(ctx context.Context) ([]overlays.File, error) {
	resolved, err := s.Resolved(ctx)
	if err != nil {
		return nil, err
	}
	return resolved.Files(ctx)
}

// Resolved is the stack in its environments, which has to be valid.
func (s *Stack) Resolved(ctx context.Context) (*overlays.Resolved, error) {
	if s.resolved != nil {
		return s.resolved, nil
	}
	return s.compiler.ResolveChecked(ctx, s.Document.Stack)
}

// each does the work of n items, as many at a time as Go has processors. Once the context
// is done it begins no more of them, and returns the context's error.
func each(ctx context.Context, n int, done func(), work func(i int)) error {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				work(i)
				if done != nil {
					done()
				}
			}
		})
	}
	workers.Wait()
	return ctx.Err()
}

// maxShown is how many findings are enough: stacks behind them are only counted.
const maxShown = 100

// Failure is what is wrong with the stacks, one finding a line, in the order of the
// sources; nil where all is well. A stack that could not be read, compiled or written
// is always among it.
func Failure(stacks []*Stack) error {
	var all []error
	shown, more := 0, 0
	for _, s := range stacks {
		switch {
		case shown >= maxShown && len(s.Errors) > 0:
			more++
		default:
			shown += len(s.Errors)
			all = append(all, s.Errors.Unwrap()...)
		}
		if s.Err != nil {
			all = append(all, s.Err)
		}
	}
	if more > 0 {
		all = append(all, fmt.Errorf("and %d more stacks have errors", more))
	}
	return errors.Join(all...)
}
