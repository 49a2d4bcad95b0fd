package architecture

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// stability is what every public package says.
const stability = `# Stability

The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
before the first release, and the changelog says what did.
`

// TestStability looks for the statement in the doc comments of all public packages.
func TestStability(t *testing.T) {
	for folder := range packagesOfModule(t) {
		if strings.HasPrefix(folder, "pkg/") && strings.Count(packageDoc(t, folder), stability) != 1 {
			t.Errorf("%s does not say how stable it is; end its doc comment with:\n%s", folder, stability)
		}
	}
}

// packageDoc returns the doc comment of a package.
func packageDoc(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, name := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") {
			text.WriteString(parsed.Doc.Text())
		}
	}
	return text.String()
}

// TestVersions holds the versions that the README names against what is compiled and tested.
func TestVersions(t *testing.T) {
	for _, tt := range []struct{ says, where, is string }{
		{"Both need only Go %s or later", "go.mod", `(?m)^go (\d+\.\d+)`},
		{"The packages need Go %s or later", "go.mod", `(?m)^go (\d+\.\d+)`},
		{"compiled with k8s.io/api %s;", "go.mod", `\tk8s\.io/api v(\d+\.\d+)`},
		{"kustomize from %s to", "test/kustomize/matrix", `versions=\(v(\d+\.\d+)`},
		{"to %s and kubectl build", "test/kustomize/matrix", `versions=\([^)]*v(\d+\.\d+)\.\d+\)`},
		{"the API server of Kubernetes %s accepts", "test/conformance/go.mod", `\tk8s\.io/kubernetes v(\d+\.\d+)`},
	} {
		found := regexp.MustCompile(tt.is).FindStringSubmatch(text(t, tt.where))
		if found == nil {
			t.Errorf("%s does not match %s", tt.where, tt.is)
			continue
		}
		if want := fmt.Sprintf(tt.says, found[1]); !strings.Contains(text(t, "README.md"), want) {
			t.Errorf("%s has %s, and the README does not say %q", tt.where, found[1], want)
		}
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
