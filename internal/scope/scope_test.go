package scope_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/scope"
)

var (
	groupName = regexp.MustCompile(`(?m)^const GroupName += "(.*)"$`)
	markedAs  = regexp.MustCompile(`(?m)((?:^// .*\n|^//\n|^\n)+)^type (\w+) struct`)
)

// TestClusterScopedKindsOfKubernetes reads in the source of k8s.io/api which kinds belong to the
// cluster, and compares every group with the table. A release of Kubernetes with another kind
// fails here.
func TestClusterScopedKindsOfKubernetes(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/api").Output()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	err = filepath.WalkDir(strings.TrimSpace(string(out)), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "register.go" {
			return err
		}
		register, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		group := groupName.FindStringSubmatch(string(register))
		if group == nil {
			return nil
		}
		if !scope.IsOwn(group[1]) {
			t.Errorf("group %q is Kubernetes' own", group[1])
		}
		types, err := os.ReadFile(filepath.Join(filepath.Dir(path), "types.go"))
		if err != nil {
			return err
		}
		for _, match := range markedAs.FindAllStringSubmatch(string(types), -1) {
			if !strings.Contains(match[1], "+genclient\n") {
				continue
			}
			want := strings.Contains(match[1], "+genclient:nonNamespaced\n")
			if scope.IsCluster(group[1], match[2]) != want {
				t.Errorf("%s: %s belongs to the cluster: %v", path, match[2], want)
			}
			found++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 100 {
		t.Errorf("only %d kinds compared; the source of k8s.io/api has another form", found)
	}
}
