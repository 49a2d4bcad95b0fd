// Package fleet compiles one stack or a thousand: it finds their files, reads
// and checks them beside each other, and gathers everything that is wrong
// before anything is written.
package fleet

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Stdin is the argument that stands for the standard input.
const Stdin = "-"

// Source is one file that holds a stack.
type Source struct {
	// Name is what messages call it: its path as given, or <stdin>.
	Name string
	open func() (io.ReadCloser, error)
}

// Sources are the files a command was given.
type Sources struct {
	List []Source
	// Fleet says that there may be several: a folder or more than one argument
	// was given, whatever the number of files they came to. Each stack's output
	// then has a folder of its own.
	Fleet bool
}

// Find resolves arguments: a file, a folder, or [Stdin]. A folder stands for
// its *.yaml, *.yml and *.json and for NAME/stack.yaml one level below. All
// arguments that cannot be resolved are reported at once.
func Find(arguments []string, stdin io.Reader) (Sources, error) {
	found := Sources{Fleet: len(arguments) > 1}
	seen := map[string]bool{}
	var failed []error
	add := func(s Source) {
		if seen[s.Name] {
			failed = append(failed, fmt.Errorf("%s: is given twice", s.Name))
		}
		seen[s.Name] = true
		found.List = append(found.List, s)
	}
	for _, argument := range arguments {
		if argument == Stdin {
			add(Source{Name: "<stdin>", open: func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }})
			continue
		}
		info, err := os.Stat(argument)
		switch {
		case err != nil:
			failed = append(failed, fmt.Errorf("%s: %w", argument, reason(err)))
		case !info.IsDir():
			add(file(argument))
		default:
			found.Fleet = true
			paths, err := folder(argument)
			if err != nil {
				failed = append(failed, err)
			}
			for _, path := range paths {
				add(file(path))
			}
		}
	}
	return found, errors.Join(failed...)
}

func file(path string) Source {
	return Source{Name: path, open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// folder lists the stacks of a folder, sorted.
func folder(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, reason(err))
	}
	var paths []string
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		info, err := os.Stat(path) // follows links, as opening does
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: %w", path, reason(err))
		case !info.IsDir():
			switch filepath.Ext(path) {
			case ".yaml", ".yml", ".json":
				paths = append(paths, path)
			}
		default:
			below := filepath.Join(path, "stack.yaml")
			if info, err := os.Stat(below); err == nil && !info.IsDir() {
				paths = append(paths, below)
			}
		}
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s: holds no stacks, neither *.yaml, *.yml, *.json nor NAME/stack.yaml", dir)
	}
	return paths, nil
}

// reason is an error of the file system without the operation and the path,
// which the message names already.
func reason(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	return err
}
