package overlays_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/outputdir"
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
		tree, err := overlays.Compile(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		size := 0
		for _, file := range tree {
			path := file.Path
			if name, ok := strings.CutPrefix(path, "base/"); ok {
				path = "overlays/" + long("e", 0, 40) + "/" + name
			}
			size += environments * len(strings.Repeat("0", 64)+"  "+path+"\n")
		}
		if size > outputdir.MaxSum || c.near && size < outputdir.MaxSum/2 {
			t.Errorf("%s: %d environments make a sum file of %d bytes, and it may have %d", c.reason, environments, size,
				outputdir.MaxSum)
		}
	}
}
