package architecture

import (
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// The table of folders in ARCHITECTURE.md.
const (
	file       = "../../ARCHITECTURE.md"
	head       = "| folder | holds | may import |"
	everywhere = "used throughout" // what the row of a package says that every other may import
	below      = "/…"              // ends a name that stands for all folders below
)

// A row is one row of the table.
type row struct {
	line       int
	folders    []string // from the module's root
	imports    []string // the same, and what a name ending in below stands for is listed
	everywhere bool
}

func (r row) String() string {
	return fmt.Sprintf("ARCHITECTURE.md:%d: the row of %s", r.line, strings.Join(r.folders, " and "))
}

// table returns the rows of the table.
func table(t *testing.T, packages map[string]goPackage) []row {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	inside := false
	for i, text := range strings.Split(string(content), "\n") {
		switch {
		case text == head:
			inside = true
		case inside && !strings.HasPrefix(text, "|"):
			return rows
		case inside && !strings.HasPrefix(text, "|---"):
			rows = append(rows, parse(t, i+1, text, packages))
		}
	}
	if !inside {
		t.Fatalf("%s has no table that begins with %q", file, head)
	}
	return rows
}

var quoted = regexp.MustCompile("`([^`]+)`")

func parse(t *testing.T, line int, text string, packages map[string]goPackage) row {
	t.Helper()
	cells := strings.Split(strings.Trim(text, "|"), "|")
	if len(cells) != 3 {
		t.Fatalf("ARCHITECTURE.md:%d: has %d cells; write the folder, what it holds and what it may import",
			line, len(cells))
	}
	r := row{line: line, folders: names(cells[0]), everywhere: strings.Contains(cells[1], everywhere)}
	if len(r.folders) == 0 {
		t.Fatalf("ARCHITECTURE.md:%d: names no folder; write it in backquotes", line)
	}
	for _, name := range names(cells[2]) {
		found := find(name, packages)
		if found == nil {
			t.Errorf("%s allows %s, which is no package; correct the name", r, name)
		}
		r.imports = append(r.imports, found...)
	}
	if left := strings.Trim(quoted.ReplaceAllString(cells[2], ""), " ,"); left != "" && left != "nothing" {
		t.Errorf("%s allows %q; write names in backquotes with commas between them, or nothing", r, left)
	}
	return r
}

func names(cell string) []string {
	var all []string
	for _, match := range quoted.FindAllStringSubmatch(cell, -1) {
		all = append(all, match[1])
	}
	return all
}

// find returns the packages that a name stands for: one by its folder, or by its folder in pkg,
// or all below it.
func find(name string, packages map[string]goPackage) []string {
	var found []string
	for folder := range packages {
		if covers(name, folder) || covers(path.Join("pkg", name), folder) {
			found = append(found, folder)
		}
	}
	return found
}

// covers reports whether the name of a folder, which may end in below, stands for a folder.
func covers(name, folder string) bool {
	parent, all := strings.CutSuffix(name, below)
	if all {
		return strings.HasPrefix(folder, parent+"/")
	}
	return name == folder
}
