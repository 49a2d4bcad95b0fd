package architecture

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// slack is how far a bound may be above what it bounds.
const slack = 5

// weights are the public packages, and how many packages outside the standard library and
// this module each brings with it, at most: `go list -deps`.
var weights = map[string]int{
	"pkg/spec":                     28, // quantities and field errors of apimachinery, YAML, cron
	"pkg/generate":                 92, // and Kubernetes' types, and what templates are rendered with
	"pkg/generate/stack":           78, // Kubernetes' types
	"pkg/generate/celery":          78,
	"pkg/generate/data":            78,
	"pkg/generate/django":          78,
	"pkg/generate/edge":            78,
	"pkg/generate/manifests":       92, // and what templates are rendered with
	"pkg/generate/release":         78,
	"pkg/generate/services":        78,
	"pkg/generate/tenancy":         78,
	"pkg/generate/volumes":         78,
	"pkg/generate/web":             92,
	"pkg/policy":                   78,
	"pkg/overlays":                 93, // and the differences that a check prints
	"pkg/krm":                      93,
	"pkg/overlays/kustomizeverify": 229, // and kustomize
	"pkg/cli":                      231, // and cobra
}

// restricted are modules, and the public packages that may bring them.
var restricted = map[string][]string{
	"sigs.k8s.io/kustomize/api":                {"pkg/overlays/kustomizeverify", "pkg/cli"},
	"sigs.k8s.io/kustomize/kyaml":              {"pkg/overlays/kustomizeverify", "pkg/cli"},
	"sigs.k8s.io/yaml":                         {"pkg/overlays/kustomizeverify", "pkg/cli"},
	"google.golang.org/protobuf":               {"pkg/overlays/kustomizeverify", "pkg/cli"},
	"github.com/rogpeppe/go-internal":          {"pkg/overlays", "pkg/krm", "pkg/overlays/kustomizeverify", "pkg/cli"},
	"github.com/spf13/cobra":                   {"pkg/cli"},
	"k8s.io/client-go":                         nil,
	"github.com/google/go-cmp":                 nil,
	"github.com/santhosh-tekuri/jsonschema/v6": nil,
	"github.com/stretchr/testify":              nil,
	"golang.org/x/tools":                       nil,
}

// TestWeight holds what each public package brings with it against its bound.
func TestWeight(t *testing.T) {
	all := listed(t)
	for folder := range weights {
		if _, exists := all[module+"/"+folder]; !exists {
			t.Errorf("weights has %s, which is no package; remove it", folder)
		}
	}
	for path, p := range all {
		folder, ours := strings.CutPrefix(path, module+"/")
		if !ours || !strings.HasPrefix(folder, "pkg/") {
			continue
		}
		bound, written := weights[folder]
		figure := outside(all, p)
		switch {
		case !written:
			t.Errorf("%s has no bound; write %d into weights if all of that is needed", folder, figure)
		case figure > bound:
			t.Errorf("%s brings %d packages outside this module, more than %d; see `go list -deps ./%s` for what is new",
				folder, figure, bound, folder)
		case figure < bound-slack:
			t.Errorf("%s brings %d packages outside this module, and its bound is %d; lower it", folder, figure, bound)
		}
	}
}

// TestRestrictedModules looks for modules in what the public packages bring with them.
func TestRestrictedModules(t *testing.T) {
	all := listed(t)
	for name, allowed := range restricted {
		for folder := range weights {
			found := brings(all, all[module+"/"+folder], name)
			switch permitted := slices.Contains(allowed, folder); {
			case found && !permitted:
				t.Errorf("%s brings %s, which only %v may; see `go mod why -m %s`", folder, name, allowed, name)
			case permitted && !found:
				t.Errorf("%s may bring %s and does not; remove it from restricted", folder, name)
			}
		}
	}
}

// A listedPackage is what the go command says of a package.
type listedPackage struct {
	ImportPath string
	Standard   bool
	Deps       []string
	Module     *struct{ Path string }
}

// listed returns the public packages and all that they depend on.
func listed(t *testing.T) map[string]listedPackage {
	t.Helper()
	command := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Deps,Module", module+"/pkg/...")
	output, err := command.Output()
	if err != nil {
		if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
			t.Fatalf("%s: %v\n%s", command, err, failed.Stderr)
		}
		t.Fatal(err)
	}
	all := map[string]listedPackage{}
	for decoder := json.NewDecoder(strings.NewReader(string(output))); ; {
		var p listedPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

// outside returns how many packages p depends on that are neither in the standard library nor
// in this module.
func outside(all map[string]listedPackage, p listedPackage) int {
	count := 0
	for _, dependency := range p.Deps {
		if d := all[dependency]; !d.Standard && d.Module != nil && d.Module.Path != module {
			count++
		}
	}
	return count
}

func brings(all map[string]listedPackage, p listedPackage, name string) bool {
	return slices.ContainsFunc(p.Deps, func(dependency string) bool {
		d := all[dependency]
		return d.Module != nil && d.Module.Path == name
	})
}
