package overlays_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestTheLargestTreeHasASum: as many environments as the limits of a stack allow, each
// with as many files as they allow and the longest names, stay within the limit of the
// sum file, and come near it.
func TestTheLargestTreeHasASum(t *testing.T) {
	long := func(kind string, i, length int) string {
		name := fmt.Sprintf("%s%d-", kind, i)
		return name + strings.Repeat("x", length-len(name))
	}
	for _, c := range []struct {
		reason  string
		files   int
		name    int // of a file, with the slash before it
		workers int
		near    bool
	}{
		{"the most files, whose names count as no further entry", spec.MaxEntries, 99, 0, true},
		{"the longest names of files", spec.MaxEntries, 254, 0, false},
		{"the most workers", 15, 99, 20, false},
	} {
		s := blog()
		s.Metadata.Name = strings.Repeat("s", 40)
		s.Spec.Databases, s.Spec.Django.Files = nil, map[string]spec.ConfigFile{}
		environment := spec.Environment{"namespace": map[string]any{"name": "shop"}}
		for i := range c.files {
			s.Spec.Django.Files["/"+long("f", i, c.name-1)] = spec.ConfigFile{Content: "x"}
		}
		if c.workers > 0 {
			s.Spec.Broker = &spec.Broker{}
			s.Spec.Celery = &spec.Celery{App: "blog", Workers: map[string]spec.Worker{}}
		}
		for i := range c.workers {
			s.Spec.Celery.Workers[long("w", i, 40)] = spec.Worker{}
		}
		extent := spec.ExtentOf(s)
		environments := min(spec.MaxEnvironments, spec.MaxCarried/extent.Carried, spec.MaxRunning/max(extent.Running, 1))
		s.Spec.Environments = map[string]spec.Environment{long("e", 0, 40): environment}
		tree, err := overlays.Compile(s)
		if err != nil {
			t.Fatal(err)
		}
		overlay := strings.ReplaceAll(string(overlays.EncodeSum(tree)), "  base/", "  overlays/"+long("e", 0, 40)+"/")
		size := environments * len(overlay)
		if size > overlays.MaxSum || c.near && size < overlays.MaxSum/2 {
			t.Errorf("%s: %d environments make a sum file of %d bytes, and it may have %d", c.reason, environments, size,
				overlays.MaxSum)
		}
	}
}

// TestSumFileIsBounded: what takes many times its size to read is not read, and a tree
// whose sum file no later run would read is not written.
func TestSumFileIsBounded(t *testing.T) {
	dir := t.TempDir()
	list := files("base/kustomization.yaml=1", "overlays/dev/kustomization.yaml=1")
	write(t, dir, list)
	forged := make([]byte, 0, overlays.MaxSum+100)
	for i := 0; len(forged) <= overlays.MaxSum; i++ {
		forged = fmt.Appendf(forged, "%064d  base/%d\n", 0, i)
	}
	if err := os.WriteFile(filepath.Join(dir, overlays.SumFile), forged, 0o644); err != nil {
		t.Fatal(err)
	}
	const want = ".djangostack.sum: 13 MiB are more than the 12 that it can have; restore the file from git or delete it " +
		"and run again"
	if _, err := overlays.Write(dir, list); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Error(err)
	}
	var many []overlays.File
	folders := strings.Repeat(strings.Repeat("x", 200)+"/", 200)
	for i := range overlays.MaxSum/len(folders) + 1 {
		many = append(many, overlays.File{Path: fmt.Sprintf("base/%s%04d", folders, i)})
	}
	_, err := overlays.Write(t.TempDir(), many)
	if err == nil || !strings.Contains(err.Error(), "a tree may have; divide the stack") {
		t.Error(err)
	}
}
