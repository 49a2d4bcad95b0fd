package architecture

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/djangostack/djangostack"

// A goPackage is a folder of the module that has Go files.
type goPackage struct {
	imports map[string]bool // our packages that its files import, but for its tests'
}

// TestImports holds the packages of this module against the table of folders in
// ARCHITECTURE.md: each has a row, and imports exactly those of our packages that its row
// allows. Test files import whatever they need.
func TestImports(t *testing.T) {
	packages := packagesOfModule(t)
	rows := table(t, packages)
	shared := map[string]bool{}
	for _, r := range rows {
		for _, folder := range r.folders {
			shared[folder] = r.everywhere
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(packages)) {
		switch matching := rowsOf(rows, folder); len(matching) {
		case 0:
			t.Errorf("%s has no row in ARCHITECTURE.md; add one that says what it holds and may import", folder)
		case 1:
			checkImports(t, folder, matching[0], packages[folder], shared)
		default:
			t.Errorf("%s has %d rows in ARCHITECTURE.md: %v; leave one", folder, len(matching), matching)
		}
	}
	for _, r := range rows {
		checkRow(t, r, packages)
	}
}

func rowsOf(rows []row, folder string) []row {
	return slices.DeleteFunc(slices.Clone(rows), func(r row) bool {
		return !slices.ContainsFunc(r.folders, func(name string) bool { return covers(name, folder) })
	})
}

// checkImports reports what a package imports although its row does not allow it.
func checkImports(t *testing.T, folder string, r row, p goPackage, shared map[string]bool) {
	t.Helper()
	for _, imported := range slices.Sorted(maps.Keys(p.imports)) {
		switch {
		case forTests(imported) && !forTests(folder):
			t.Errorf("%s imports %s, which is for tests; leave that to its test files", folder, imported)
		case !shared[imported] && !slices.Contains(r.imports, imported):
			t.Errorf("%s imports %s, which %s does not allow; do without it, or add it there and say why it is right",
				folder, imported, r)
		}
	}
}

// checkRow reports a row of a folder that does not exist, and what the row allows although no
// package of its imports it.
func checkRow(t *testing.T, r row, packages map[string]goPackage) {
	t.Helper()
	used := map[string]bool{}
	for _, name := range r.folders {
		if info, err := os.Stat(filepath.Join("../..", strings.TrimSuffix(name, below))); err != nil || !info.IsDir() {
			t.Errorf("%s names %s, which is no folder; correct or remove it", r, name)
		}
		for folder, p := range packages {
			if covers(name, folder) {
				maps.Copy(used, p.imports)
			}
		}
	}
	for _, allowed := range r.imports {
		if !used[allowed] {
			t.Errorf("%s allows %s, which is not imported; remove it", r, allowed)
		}
	}
}

// forTests reports whether a package is part of tests: it may import what they need, and no
// other package may import it.
func forTests(folder string) bool {
	return strings.HasPrefix(folder, "test/") ||
		strings.HasPrefix(folder, "internal/") && strings.HasSuffix(folder, "test")
}

// packagesOfModule returns the packages of this module by their folders, from the root. It
// reads the files of all systems and build tags.
func packagesOfModule(t *testing.T) map[string]goPackage {
	t.Helper()
	const root = "../.."
	packages := map[string]goPackage{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skipped(root, name)
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		relative, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(relative)
		if _, known := packages[folder]; !known {
			packages[folder] = goPackage{imports: map[string]bool{}}
		}
		if strings.HasSuffix(name, "_test.go") {
			return nil
		}
		return packages[folder].add(name)
	})
	if err != nil {
		t.Fatal(err)
	}
	return packages
}

// skipped returns fs.SkipDir for a folder that has no packages of this module.
func skipped(root, name string) error {
	if name == root {
		return nil
	}
	base := filepath.Base(name)
	_, err := os.Stat(filepath.Join(name, "go.mod"))
	if err == nil || base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return fs.SkipDir
	}
	return nil
}

// add adds the imports of a file.
func (p goPackage) add(name string) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		if folder, ours := strings.CutPrefix(imported, module+"/"); ours {
			p.imports[folder] = true
		}
	}
	return nil
}
