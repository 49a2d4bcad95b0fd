package manifests_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// TestCharts renders what public charts have beside their main objects, written anew in the
// habits of these charts, and compares the objects of prod.
func TestCharts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		resolved, found := resolve(t, string(archive.Files[0].Data))
		if len(found) > 0 {
			t.Errorf("%s: %s", file, strings.Join(found, "\n"))
			continue
		}
		objects, err := resolved.Objects("prod")
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		for _, o := range objects {
			if _, user := user(o); !user {
				continue
			}
			data, err := encode.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			out.WriteString("---\n")
			out.Write(data)
		}
		if *update {
			archive.Files[1].Data = out.Bytes()
			if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(string(archive.Files[1].Data), out.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// user reports whether an object is of a manifest, and of which.
func user(o stack.Object) (manifest string, is bool) {
	return strings.CutPrefix(o.GetLabels()[stack.LabelComponent], "manifest-")
}
