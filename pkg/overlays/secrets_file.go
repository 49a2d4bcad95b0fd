package overlays

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/outputdir"
	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/sorted"
)

// CheckSecrets returns an error about the files in the folder dir that kustomize reads secrets
// from, where they lack something; git has none of them, and where there is none nothing is
// wrong. Every key of the example that is among files must have a value, since pods wait for a
// key that is not there. No value is ever shown.
func CheckSecrets(ctx context.Context, dir string, files []File) error {
	var wrong []error
	paths := sorted.Keys(secretFiles(files))
	err := treeOf(files).Read(ctx, dir, paths, func(path string, has outputdir.Found) error {
		if what := lacks(has, exampleOf(path, files)); what != "" {
			wrong = append(wrong, fmt.Errorf("%s: %s %s", printable.Name(dir), path, what))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return errors.Join(wrong...)
}

// secretFiles returns the paths of the files that kustomize reads a Secret from: an example of
// each is among the files of the tree. They hold secrets and are their owner's.
func secretFiles(files []File) map[string]bool {
	out := map[string]bool{}
	for _, file := range files {
		if own, ok := strings.CutSuffix(file.Path, exampleSuffix); ok && strings.Count(own, "/") == 2 {
			out[own] = true
		}
	}
	return out
}

// exampleSuffix is behind the name of the file that an example is of.
const exampleSuffix = ".example"

// lacks returns what a file of secrets lacks of its example, "" where it lacks nothing.
func lacks(has outputdir.Found, example File) string {
	switch {
	case !has.Exists:
		return ""
	case !has.Regular:
		return "is a link or folder where kustomize reads a file; remove it, and fill in a copy of the example beside it"
	case has.Size > bounds.Secret:
		return fmt.Sprintf("has %d MiB, and a Secret at most %d; keep in it what the example beside it has",
			(has.Size+1<<20-1)>>20, bounds.Secret>>20)
	}
	given := keysIn(has.Data)
	var missing []string
	for _, key := range sorted.Keys(keysIn(example.Data)) {
		if !given[key] {
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return ""
	}
	return "has no value for " + strings.Join(missing, ", ") + "; add what the example beside it has and fill it in"
}

func exampleOf(p string, files []File) File {
	i := slices.IndexFunc(files, func(f File) bool { return f.Path == p+exampleSuffix })
	return files[i]
}

// keysIn returns the keys of an env file as kustomize reads it, and whether they have a value:
// one without an equals sign has that of a variable where kustomize runs.
func keysIn(data []byte) map[string]bool {
	keys := map[string]bool{}
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		key, value, given := strings.Cut(strings.TrimLeft(strings.TrimRight(line, "\r\n"), " \t"), "=")
		if key != "" && key[0] != '#' {
			keys[key] = !given || value != ""
		}
	}
	return keys
}
