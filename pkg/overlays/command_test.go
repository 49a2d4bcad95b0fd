//go:build kustomize

// These tests run the kustomize programs that KUSTOMIZE names, separated like
// PATH: test/kustomize/matrix builds them and says `go test -tags kustomize`.
package overlays_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// programs lists the kustomize programs. Finding none is a mistake of the caller.
func programs(t *testing.T) []string {
	t.Helper()
	list := filepath.SplitList(os.Getenv("KUSTOMIZE"))
	if len(list) == 0 {
		t.Fatal("no kustomize: list programs in KUSTOMIZE")
	}
	return list
}

// builders are the commands that must all build the same bytes: those programs,
// and kubectl where there is one.
func builders(t *testing.T) [][]string {
	t.Helper()
	var list [][]string
	for _, program := range programs(t) {
		list = append(list, []string{program, "build"})
	}
	if kubectl, err := exec.LookPath("kubectl"); err == nil {
		list = append(list, []string{kubectl, "kustomize"})
	}
	return list
}

func TestCommandsBuildTheSameBytes(t *testing.T) {
	programs := builders(t)
	for seed := range uint64(worktest.Rounds(6)) {
		base, envs := randomCase(seed)
		files, err := overlays.CompileEnvironments("shop", base, envs)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		save(t, dir, files)
		for _, env := range envs {
			want, err := overlays.Encode(env.Finish(env.Draft))
			if err != nil {
				t.Fatal(err)
			}
			overlay := filepath.Join(dir, "overlays", env.Name)
			for _, program := range programs {
				got := withoutSecrets(output(t, overlay, program, example(t, overlay, env)))
				if got != string(bytes.Join(want, []byte("---\n"))) {
					t.Errorf("seed %d: %v: %s", seed, program, diff.Diff("built", []byte(got), "want", bytes.Join(want, []byte("---\n"))))
				}
			}
		}
	}
}

// TestCommandsKeepElsewhere: objects of other namespaces and of the cluster are the same bytes by
// every program.
func TestCommandsKeepElsewhere(t *testing.T) {
	programs := builders(t)
	for _, c := range stacktest.Elsewhere() {
		t.Run(c.Reason, func(t *testing.T) {
			resolved, err := overlays.Compiler{Components: c.Components}.ResolveChecked(t.Context(), stacktest.Small())
			if err != nil {
				t.Fatal(err)
			}
			files, err := resolved.Files(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			save(t, dir, files)
			for _, name := range stacktest.Small().EnvironmentNames() {
				objects, err := resolved.Objects(name)
				if err != nil {
					t.Fatal(err)
				}
				encoded, err := overlays.Encode(objects)
				if err != nil {
					t.Fatal(err)
				}
				want := bytes.Join(encoded, []byte("---\n"))
				overlay := filepath.Join(dir, "overlays", name)
				for _, program := range programs {
					if got := output(t, overlay, program); got != string(want) {
						t.Errorf("%v: %s", program, diff.Diff("built", []byte(got), "want", want))
					}
				}
			}
		})
	}
}

// example puts the example file where the secrets belong.
func example(t *testing.T, overlay string, env overlays.Environment) string {
	t.Helper()
	if env.SecretsFile == "" {
		return overlay
	}
	file := filepath.Join(overlay, env.SecretsFile)
	data, err := os.ReadFile(file + ".example")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return overlay
}

func output(t *testing.T, dir string, program []string, args ...string) string {
	t.Helper()
	command := exec.Command(program[0], append(program[1:], args...)...)
	command.Dir = dir
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", program, err, &stderr)
	}
	return string(out)
}

func withoutSecrets(out string) string {
	var kept []string
	for document := range strings.SplitSeq(out, "---\n") {
		if !strings.Contains(document, "\nkind: Secret\n") {
			kept = append(kept, document)
		}
	}
	return strings.Join(kept, "---\n")
}

// TestEditChangesOneLine shows that the files are in the form kustomize's own
// editor writes, so that setting a tag touches that tag only. Annotations of ConfigMaps over
// several lines are the exception: the editor takes their blank lines, and
// those that start with a comment sign, for comments.
func TestEditChangesOneLine(t *testing.T) {
	programs := programs(t)
	for seed := range uint64(worktest.Rounds(6)) {
		base, envs := randomCase(seed)
		files, err := overlays.CompileEnvironments("shop", base, envs)
		if err != nil {
			t.Fatal(err)
		}
		for _, program := range programs {
			dir := t.TempDir()
			save(t, dir, files)
			for _, root := range []string{"base", "overlays/dev", "overlays/prod"} {
				at := filepath.Join(dir, root)
				before, _ := os.ReadFile(filepath.Join(at, "kustomization.yaml"))
				output(t, at, []string{program, "edit", "add", "buildmetadata"}, "originAnnotations")
				output(t, at, []string{program, "edit", "remove", "buildmetadata"}, "originAnnotations")
				after, _ := os.ReadFile(filepath.Join(at, "kustomization.yaml"))
				if !bytes.Equal(before, after) {
					t.Errorf("seed %d: %s: %s: %s", seed, program, root, diff.Diff("before", before, "after", after))
				}
			}
		}
	}
}
