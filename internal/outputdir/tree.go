package outputdir

import (
	"fmt"
	"slices"
)

// File is one file of a tree. Path is relative to the output folder and
// slash-separated.
type File struct {
	Path string
	Data []byte
}

// Tree is what a folder has to hold.
type Tree struct {
	*Layout
	Files []File // sorted by path
	// Theirs are the paths of files in the folders of the tree that belong to the user. They
	// are neither written nor removed nor reported.
	Theirs map[string]bool
	// Guard, if set, may refuse the folder for what lies in it. It is given the paths of the
	// files that are owned, and a function that reads one of them.
	Guard func(owned []string, read func(path string) ([]byte, error)) error
}

// Layout is what all trees of a program have in common.
type Layout struct {
	Program string // as messages call what writes the trees
	Source  string // as messages call what trees are made from, as in "the spec"
	// SumFile names the list of checksums in the output folder. Its format is that of
	// sha256sum.
	SumFile string
	// StageDir names the folder in the output folder that holds the new files until they
	// come into the tree, and then the old ones until the write is done. What an earlier
	// write has left in it is never read.
	StageDir string
	// Folders are those at the top of every tree. All that lies in them is part of the tree
	// or foreign.
	Folders []string
	// Contains reports whether a tree may have a file at a path, whose names are those that
	// Where describes.
	Contains func(path string) bool
	// Where says in words what Contains accepts, as in "must be below base".
	Where string
}

// staged returns where a path of the tree is until it comes into it.
func (l *Layout) staged(p string) string { return l.StageDir + "/" + p }

// maxFile is how large any file may be that is read or written, in bytes. The files of a
// tree have some kilobytes; what lies in the folder may be anything.
const maxFile = 32 << 20

// Validate refuses files whose paths are not those of a tree, repeat or nest, and files
// that are too many or too large to be read back.
func (t *Tree) Validate() error {
	for i, file := range t.Files {
		if err := t.CheckPath(file.Path); err != nil {
			return err
		}
		if n := len(file.Data); n > maxFile {
			return fmt.Errorf("path %q: %d MiB are more than the %d that a file may have", file.Path, mebibytes(int64(n)),
				maxFile>>20)
		}
		if i > 0 && t.Files[i-1].Path >= file.Path {
			return fmt.Errorf("path %q: files must be sorted and each given once", file.Path)
		}
	}
	if size := sumSize(t.Files); size > MaxSum {
		return fmt.Errorf("%d files, whose list has %d MiB, are more than a tree may have; divide it", len(t.Files),
			mebibytes(int64(size)))
	}
	return checkNesting(t.Files)
}

// checkNesting refuses a file in the place of a folder.
func checkNesting(files []File) error {
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = file.Path
	}
	for _, p := range paths {
		for i := range len(p) {
			if p[i] != '/' {
				continue
			}
			if _, isFile := slices.BinarySearch(paths, p[:i]); isFile {
				return fmt.Errorf("path %q: %q is a file", p, p[:i])
			}
		}
	}
	return nil
}

// mebibytes returns as many as hold n bytes.
func mebibytes(n int64) int64 { return (n + 1<<20 - 1) >> 20 }
