package overlays

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// stackLine returns the line in the head of every kustomization that says whose tree it is.
func stackLine(stack string) string { return "Stack: " + stack }

// stackOf returns the stack whose kustomization data is; "" where it does not say.
func stackOf(data []byte) string {
	for line := range bytes.Lines(data) {
		text, isComment := strings.CutPrefix(strings.TrimSpace(string(line)), "# ")
		if !isComment {
			return ""
		}
		if name, ok := strings.CutPrefix(text, stackLine("")); ok && isLabel(name) {
			return name
		}
	}
	return ""
}

// stackOfFiles returns the stack that files are of; "" where they do not say.
func stackOfFiles(files []File) string {
	for _, file := range files {
		if path.Base(file.Path) == "kustomization.yaml" {
			return stackOf(file.Data)
		}
	}
	return ""
}

// refuseOtherStack returns what refuses a folder that holds the tree of another stack; see
// [outputdir.Tree.Guard].
func refuseOtherStack(dir string, files []File) func([]string, func(string) ([]byte, error)) error {
	want := stackOfFiles(files)
	return func(owned []string, read func(path string) ([]byte, error)) error {
		if want == "" {
			return nil
		}
		for _, p := range owned {
			if path.Base(p) != "kustomization.yaml" {
				continue
			}
			data, err := read(p)
			if err != nil {
				return err
			}
			if other := stackOf(data); other != "" && other != want {
				return &ConflictError{dir, []Conflict{{p, ConflictOtherStack, fmt.Sprintf(otherStack, other, want)}}}
			}
		}
		return nil
	}
}

const otherStack = "the folder holds the tree of the stack %s, not of %s; choose another folder, or, where the " +
	"stack was renamed, replace its tree with generate --force"
