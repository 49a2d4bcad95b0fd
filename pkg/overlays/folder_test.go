package overlays_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/foldertest"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// files makes a tree from "path=content" pairs, which are sorted.
func files(pairs ...string) []overlays.File {
	var out []overlays.File
	for _, pair := range pairs {
		path, content, _ := strings.Cut(pair, "=")
		out = append(out, overlays.File{Path: path, Data: []byte(content + "\n")})
	}
	return out
}

// pairs are files as readTree gives them.
func pairs(list []overlays.File) []string {
	var out []string
	for _, file := range list {
		out = append(out, file.Path+"="+strings.TrimSuffix(string(file.Data), "\n"))
	}
	return out
}

func sortFiles(list []overlays.File) {
	slices.SortFunc(list, func(a, b overlays.File) int { return strings.Compare(a.Path, b.Path) })
}

// readTree reads a folder back as "path=content" pairs, without the sum file.
func readTree(t *testing.T, dir string) []string {
	t.Helper()
	return foldertest.Read(t, dir, overlays.SumFile)
}

func write(t *testing.T, dir string, list []overlays.File, opts ...overlays.Option) overlays.Result {
	t.Helper()
	result, err := overlays.Write(t.Context(), dir, list, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// sumOf returns the sum file of a folder, without the end of its last line.
func sumOf(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, overlays.SumFile))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(data), "\n")
}

// said is all a report has to say.
func said(r overlays.Report) string {
	var out strings.Builder
	for _, drift := range r.All() {
		out.WriteString(drift.Diff)
	}
	return out.String()
}
