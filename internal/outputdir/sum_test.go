package outputdir_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/outputdir"
)

// TestSumFileIsBounded: what takes many times its size to read is not read, and a tree
// whose sum file no later run would read is not written.
func TestSumFileIsBounded(t *testing.T) {
	dir := t.TempDir()
	list := files("base/kustomization.yaml=1", "overlays/dev/kustomization.yaml=1")
	write(t, dir, list)
	forged := make([]byte, 0, outputdir.MaxSum+100)
	for i := 0; len(forged) <= outputdir.MaxSum; i++ {
		forged = fmt.Appendf(forged, "%064d  base/%d\n", 0, i)
	}
	if err := os.WriteFile(filepath.Join(dir, sumFile), forged, 0o644); err != nil {
		t.Fatal(err)
	}
	const want = ".maker.sum: 13 MiB are more than the 12 that it can have; restore the file from git or delete it " +
		"and run again"
	if _, err := tryWrite(dir, list); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Error(err)
	}
	var many []outputdir.File
	folders := strings.Repeat(strings.Repeat("x", 200)+"/", 200)
	for i := range outputdir.MaxSum/len(folders) + 1 {
		many = append(many, outputdir.File{Path: fmt.Sprintf("base/%s%04d", folders, i)})
	}
	_, err := tryWrite(t.TempDir(), many)
	if err == nil || !strings.Contains(err.Error(), "a tree may have; divide it") {
		t.Error(err)
	}
}
