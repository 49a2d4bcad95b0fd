package spec

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"unicode"
)

// Repository holds the files that a stack's file may name. They are read while the stack is
// loaded, and at no time after.
type Repository struct {
	// FS holds the files. For a folder on the disk it is the FS of an [os.Root], which keeps
	// links inside. Default: none, and a stack that names files is refused.
	FS fs.FS
	// Path is that of the stack's own file in FS, such as apps/shop/stack.yaml: with slashes,
	// as [fs.ValidPath] has it.
	Path string
	// Refusal is the message for a stack that names files where there is no FS, with the
	// remedy behind a semicolon. Default: one for programmers.
	Refusal string
}

// In returns a loader that reads the files which stacks name from a repository. The path in
// it is that of one stack, so that each stack wants a loader of its own.
func (l Loader) In(r Repository) Loader {
	l.repository = r
	return l
}

const (
	// MaxNamedFiles is how many files a stack may name, those included that are named in them.
	MaxNamedFiles = 100
	// maxNamedSize is how large they may be together.
	maxNamedSize = 4 << 20
)

// noRepository is the message where a program gave no files to read.
const noRepository = "names a file, and none can be read here; load the stack with Loader.In"

// repositoryReader reads what one stack names. It reads each file once, and counts them.
type repositoryReader struct {
	Repository
	file string // by which the stack's own was loaded
	read map[string]*namedFile
	size int
}

func newRepositoryReader(r Repository, file string) *repositoryReader {
	return &repositoryReader{Repository: r, file: file, read: map[string]*namedFile{}}
}

// namedFile is a file that a stack names.
type namedFile struct {
	// path in the repository, and name for messages: like the stack's own, relative to the
	// same folder.
	path, name string
	data       []byte
}

// open reads a file that another one names, relative to its own folder: from is the path of
// that other one, which for the stack's own file is r.Path. What is wrong with it is an error
// without a place.
func (r *repositoryReader) open(from, name string) (*namedFile, *Error) {
	if r.FS == nil {
		return nil, notNamed(CodeForbidden, "%s", or(r.Refusal, noRepository))
	}
	if wrong := checkFileName(name); wrong != "" {
		return nil, notNamed(CodeInvalid, "%s", wrong)
	}
	at := path.Join(path.Dir(from), name)
	if !fs.ValidPath(at) {
		return nil, notNamed(CodeForbidden, "%q lies outside of the repository; name a file below the nearest folder with "+
			".git or, where there is none, in the folder of the stack", excerpt(name))
	}
	if known := r.read[at]; known != nil {
		return known, nil
	}
	if len(r.read) == MaxNamedFiles {
		return nil, notNamed(CodeTooLarge, "is one file more than the %d that a stack may name; put some together",
			MaxNamedFiles)
	}
	f := &namedFile{path: at, name: r.nameOf(at)}
	if wrong := r.load(f); wrong != nil {
		return nil, wrong
	}
	r.read[at] = f
	return f, nil
}

// load reads the content of a file.
func (r *repositoryReader) load(f *namedFile) *Error {
	info, err := fs.Stat(r.FS, f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return notNamed(CodeInvalid, "there is no file %s; correct the path, which begins in the folder of the file that "+
			"names it", f.name)
	case err != nil && isLink(r.FS, f.path):
		return notNamed(CodeForbidden, "%s is a link that leads out of the repository; replace it by a file", f.name)
	case err != nil:
		return notNamed(CodeInvalid, "%s cannot be read: %v", f.name, pathReason(err))
	case info.IsDir():
		return notNamed(CodeInvalid, "%s is a folder; name a file in it", f.name)
	case !info.Mode().IsRegular(): // to open a pipe waits for whoever writes to it
		return notNamed(CodeInvalid, "%s must be a regular file; replace it", f.name)
	}
	opened, err := r.FS.Open(f.path)
	if err == nil {
		defer func() { _ = opened.Close() }() // it was only read
		f.data, err = io.ReadAll(io.LimitReader(opened, maxSize+1))
	}
	switch {
	case err != nil:
		return notNamed(CodeInvalid, "%s cannot be read: %v", f.name, pathReason(err))
	case len(f.data) > maxSize:
		return notNamed(CodeTooLarge, "%s is larger than 1 MiB; divide it", f.name)
	}
	if r.size += len(f.data); r.size > maxNamedSize {
		return notNamed(CodeTooLarge, "the files that this stack names are larger than 4 MiB together; name fewer")
	}
	return nil
}

// nameOf is a path of the repository as messages have it: like the stack's own file.
func (r *repositoryReader) nameOf(at string) string {
	relative, err := filepath.Rel(filepath.FromSlash(path.Dir(r.Path)), filepath.FromSlash(at))
	if err != nil {
		return at
	}
	return filepath.Join(filepath.Dir(r.file), relative)
}

// checkFileName says what is wrong with the name of a file by itself, "" where nothing is.
func checkFileName(name string) string {
	const example = "write one such as ../shared/defaults.yaml"
	switch {
	case name == "":
		return "must be the path of a file; " + example
	case strings.Contains(name, "://"):
		return "must be a file of the repository, and not an address; copy the file, and " + example
	case strings.Contains(name, `\`):
		return "must have slashes between folders, on every system; " + example
	case strings.HasPrefix(name, "/"), strings.HasPrefix(name, "~"), len(name) > 1 && name[1] == ':':
		return "must be relative to the folder of this file; " + example
	case strings.ContainsFunc(name, unicode.IsControl):
		return "must not contain control characters; " + example
	default:
		return ""
	}
}

// notNamed is what is wrong with the name of a file, or with the file.
func notNamed(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: clean(fmt.Sprintf(format, args...))}
}

// isLink reports whether the path leads over a link.
func isLink(files fs.FS, at string) bool {
	for ; at != "."; at = path.Dir(at) {
		if info, err := fs.Lstat(files, at); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return true
		}
	}
	return false
}

// pathReason is an error of a file system without the path, which a message has already.
func pathReason(err error) error {
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		return wrong.Err
	}
	return err
}
