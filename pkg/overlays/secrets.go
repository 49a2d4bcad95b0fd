package overlays

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/sorted"
)

// CheckSecrets says what is wrong with the files that kustomize reads secrets from, of those
// that lie in the folder dir: git has none. Every key of the example that is among files must
// have a value, since pods wait for a key that is not there. No value is ever shown.
func CheckSecrets(dir string, files []File) error {
	d, err := openOutput(dir)
	if err != nil {
		return err
	}
	defer d.root.Close()
	var wrong []error
	for _, p := range sorted.Keys(secretFiles(files)) {
		has, err := d.read(p)
		if err != nil {
			return err
		}
		if what := has.lacks(exampleOf(p, files)); what != "" {
			wrong = append(wrong, fmt.Errorf("%s: %s %s", printable.Name(dir), p, what))
		}
	}
	return errors.Join(wrong...)
}

// lacks says what a file of secrets has not that its example has.
func (f found) lacks(example File) string {
	switch {
	case !f.exists:
		return ""
	case !f.regular:
		return "is a link or folder where kustomize reads a file; remove it, and fill in a copy of the example beside it"
	case f.size > maxSecret:
		return fmt.Sprintf("has %d MiB, and a Secret at most %d; keep in it what the example beside it has",
			mebibytes(f.size), maxSecret>>20)
	}
	has := keysIn(f.data)
	var missing []string
	for _, key := range sorted.Keys(keysIn(example.Data)) {
		if !has[key] {
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

// keysIn are the keys of an env file as kustomize reads it, and whether they have a value:
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
