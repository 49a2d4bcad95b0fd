package fleet

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/djangostack/djangostack/pkg/spec"
)

// noFolder is the message for a stack on standard input that names files.
const noFolder = "names a file, and a stack on standard input has no folder to look in; give the path of the " +
	"stack's file"

// repository returns the files that the stack may name, and what closes them: those below
// the nearest folder with .git, a folder or the file of a worktree; without one, those in the
// folder of the stack. No link leads out of it.
func (s Source) repository() (files spec.Repository, closeAll func()) {
	closeAll = func() {}
	if !s.onDisk {
		return spec.Repository{Refusal: noFolder}, closeAll
	}
	folder, err := filepath.Abs(filepath.Dir(s.Name))
	if err == nil {
		folder, err = filepath.EvalSymlinks(folder)
	}
	if err != nil {
		return unreadable(err), closeAll
	}
	top := repositoryAround(folder)
	root, err := os.OpenRoot(top)
	if err != nil {
		return unreadable(err), closeAll
	}
	closeAll = func() { _ = root.Close() } // it was only read
	path, err := filepath.Rel(top, filepath.Join(folder, filepath.Base(s.Name)))
	if err != nil {
		return unreadable(err), closeAll
	}
	return spec.Repository{FS: root.FS(), Path: filepath.ToSlash(path)}, closeAll
}

// repositoryAround is the nearest folder with .git, or folder itself.
func repositoryAround(folder string) string {
	for at := folder; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return folder
		}
	}
}

// unreadable is a repository that cannot be opened, which matters to stacks only that name files.
func unreadable(err error) spec.Repository {
	return spec.Repository{Refusal: fmt.Sprintf("names a file, and the folder of the stack cannot be read: %v; "+
		"correct its permissions", reason(err))}
}
