// Package fleet compiles one stack or a thousand: it finds their files, reads
// and checks them beside each other, and gathers everything that is wrong
// before anything is written.
package fleet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/ctxio"
)

// Stdin is the argument that stands for the standard input.
const Stdin = "-"

// maxStacks is how many stacks are taken at a time.
const maxStacks = 10_000

// Source is one file that holds a stack.
type Source struct {
	// Name is what messages call it: its path as given, or <stdin>.
	Name string
	open func(context.Context) (io.ReadCloser, error)
	// onDisk says that Name is its path.
	onDisk bool
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
			add(Source{Name: "<stdin>", open: func(ctx context.Context) (io.ReadCloser, error) {
				return io.NopCloser(ctxio.Reader(ctx, stdin)), nil
			}})
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
			stacks, err := folder(argument)
			if err != nil {
				failed = append(failed, err)
			}
			for _, s := range stacks {
				add(s)
			}
		}
	}
	if n := len(found.List); n > maxStacks {
		failed = append(failed, fmt.Errorf("%d stacks are more than the %d that may be given at a time; "+
			"give them in several runs", n, maxStacks))
	}
	return found, errors.Join(failed...)
}

// file is one that is named: whoever names a link or a pipe means what is behind it.
func file(path string) Source {
	return Source{Name: path, onDisk: true, open: func(ctx context.Context) (io.ReadCloser, error) {
		return ctxio.Open(ctx, path)
	}}
}

// folder lists the stacks of a folder, sorted. What is in it may have been put there by
// others than those who name the folder: links are followed within it only, as in a
// mounted ConfigMap, and nothing but regular files is opened.
func folder(dir string) ([]Source, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, reason(err))
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, reason(err))
	}
	var found []Source
	var failed []error
	for _, entry := range entries {
		name, err := stackIn(root, entry)
		switch {
		case err != nil:
			failed = append(failed, fmt.Errorf("%s: %w", filepath.Join(dir, entry.Name()), err))
		case name != "":
			found = append(found, inFolder(dir, name))
		}
	}
	if len(found) == 0 && failed == nil {
		return nil, fmt.Errorf("%s: holds no stacks, neither *.yaml, *.yml, *.json nor NAME/stack.yaml", dir)
	}
	return found, errors.Join(failed...)
}

func inFolder(dir, name string) Source {
	return Source{Name: filepath.Join(dir, name), onDisk: true, open: func(context.Context) (io.ReadCloser, error) {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return nil, err
		}
		defer root.Close()
		return root.Open(name)
	}}
}

// stackIn is the stack's file that an entry of a folder is, or has one level below; or
// "" where it is neither.
func stackIn(root *os.Root, entry fs.DirEntry) (string, error) {
	name := entry.Name()
	if strings.HasPrefix(name, ".") {
		return "", nil
	}
	info, err := root.Stat(name)
	if err != nil {
		return "", lost(root, entry, err)
	}
	switch {
	case !info.IsDir() && !hasExtension(name):
		return "", nil
	case !info.IsDir():
		return name, regular(info)
	}
	below := filepath.Join(name, "stack.yaml")
	info, err = root.Stat(below)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir():
		return "", nil
	case err != nil:
		return "", lost(root, entry, err)
	default:
		return below, regular(info)
	}
}

func hasExtension(name string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(name))
}

// leadsToStack reports whether a link that leads out of the folder would have been
// followed within it.
func leadsToStack(root *os.Root, name string) bool {
	_, err := os.Stat(filepath.Join(root.Name(), name, "stack.yaml"))
	return err == nil
}

// lost says why an entry of a folder cannot be looked at; nil where nobody would.
func lost(root *os.Root, entry fs.DirEntry, err error) error {
	if !entry.IsDir() && !hasExtension(entry.Name()) && !leadsToStack(root, entry.Name()) {
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return reason(err)
	}
	if entry.Type()&fs.ModeSymlink != 0 || entry.IsDir() {
		return errors.New("is a link that leads out of the folder; replace it by a file, or name what it leads to with -f")
	}
	return reason(err)
}

// regular refuses what is no file: to open a pipe waits for whoever writes to it, to open
// a device does what the device does.
func regular(info fs.FileInfo) error {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode&fs.ModeNamedPipe != 0:
		return errors.New("is a pipe, and a folder's stacks are files; remove it, or name it with -f")
	default:
		return errors.New("must be a regular file; remove it, or name it with -f")
	}
}

// reason is an error of the file system without the operation and the path,
// which the message names already.
func reason(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	return err
}
