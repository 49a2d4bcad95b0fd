package manifests_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/gotemplate"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate/manifests"
)

var update = flag.Bool("update", false, "rewrite the table of functions in docs/manifests.md")

// TestFunctionsAreDocumented compares the table at the end of docs/manifests.md with the functions.
func TestFunctionsAreDocumented(t *testing.T) {
	const file, begin = "../../../docs/manifests.md", "<!-- functions -->\n"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text, table, found := strings.Cut(string(data), begin)
	if !found {
		t.Fatalf("%s has no line %s", file, begin)
	}
	want := "\n| functions | |\n|---|---|\n" + rows()
	if *update {
		if err := os.WriteFile(file, []byte(text+begin+want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("run go test ./pkg/generate/manifests -update (-want +got):\n%s", diff)
	}
}

// rows are a row for each group of functions that templates may call, and then for each reason
// why they may not.
func rows() string {
	var allowed, refused []string
	names := map[string]string{}
	for _, f := range gotemplate.Functions() {
		head, list := f.Group, &allowed
		if f.Refused != "" {
			reason, remedy, _ := strings.Cut(f.Refused, "; ")
			head, list = "Refused, since "+reason+": "+remedy, &refused
		}
		if names[head] == "" {
			*list = append(*list, head)
		}
		names[head] += " `" + f.Name + "`"
	}
	var out strings.Builder
	for _, head := range append(allowed, refused...) {
		fmt.Fprintf(&out, "| %s |%s |\n", head, names[head])
	}
	return out.String()
}

// TestLimitsAreDocumented compares the numbers there with the code.
func TestLimitsAreDocumented(t *testing.T) {
	worktest.Documented(
		t, "../../../docs/manifests.md",
		fmt.Sprintf("| %d | steps", gotemplate.MaxSteps),
		fmt.Sprintf("| %d MiB | a text", gotemplate.MaxText>>20),
		fmt.Sprintf("| %d MiB | what the manifests", manifests.MaxText>>20),
		fmt.Sprintf("| %d | templates within", gotemplate.MaxDepth),
		fmt.Sprintf("| %d | numbers", gotemplate.MaxItems),
		fmt.Sprintf("| %d | characters", gotemplate.MaxWidth-1),
		fmt.Sprintf("| %d | instructions", gotemplate.MaxExpression),
	)
}
