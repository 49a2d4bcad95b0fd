package overlays_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
)

func environment(name string, draft []stack.Object) overlays.Environment {
	labels := map[string]string{"app.kubernetes.io/instance": "shop-" + name}
	return overlays.Environment{
		Name: name, Namespace: "shop-" + name, Labels: labels, Draft: draft, Finish: finish("shop-"+name, labels),
		Header: []string{"Secrets this environment needs:", "", "  shop-django: SECRET_KEY"},
	}
}

func randomCase(seed uint64) ([]stack.Object, []overlays.Environment) {
	d := dice{rand.New(rand.NewPCG(seed, 7))}
	base := d.stack("1.0")
	near := dice{rand.New(&nearly{rand.NewPCG(seed, 7), rand.New(rand.NewPCG(seed, 8))})}
	prod := environment("prod", d.stack(one(d, "1.0", "2.0")))
	prod.SecretsFile, prod.SecretName, prod.SecretKeys = "secrets.env", "shop-django", []string{"SECRET_KEY", "DB"}
	return base, []overlays.Environment{environment("dev", near.stack("1.0")), prod}
}

// nearly repeats another source and errs once in a hundred times, so that a
// stack comes out like the base with a few changes.
type nearly struct {
	*rand.PCG
	slip *rand.Rand
}

func (n *nearly) Uint64() uint64 {
	v := n.PCG.Uint64()
	if n.slip.IntN(100) == 0 {
		return n.slip.Uint64()
	}
	return v
}

// TestModelIsKustomize compiles random pairs of stacks. compile itself proves
// each tree with the model, so that a pass here says model and kustomize agree.
func TestModelIsKustomize(t *testing.T) {
	for seed := range uint64(worktest.Rounds(40)) {
		base, envs := randomCase(seed)
		files, err := overlays.CompileEnvironments("shop", base, envs)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, env := range envs {
			if err := kustomizeverify.Verify(files, env.Name, env.Finish(env.Draft)); err != nil {
				dump(t, files)
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
}

// dump keeps a failing tree for a look with kustomize's own command.
func dump(t *testing.T, files []overlays.File) {
	t.Helper()
	dir, err := os.MkdirTemp("", "overlays") //nolint:usetesting // it has to outlive the test
	if err != nil {
		t.Fatal(err)
	}
	t.Log("tree kept in", dir)
	save(t, dir, files)
}

func save(t *testing.T, dir string, files []overlays.File) {
	t.Helper()
	for _, file := range files {
		name := filepath.Join(dir, filepath.FromSlash(file.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func shuffle(list []stack.Object) {
	rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func TestCompileIsDeterministic(t *testing.T) {
	base, envs := randomCase(3)
	first, err := overlays.CompileEnvironments("shop", base, envs)
	if err != nil {
		t.Fatal(err)
	}
	for range worktest.Rounds(20) {
		shuffle(base)
		for _, env := range envs {
			shuffle(env.Draft)
		}
		again, err := overlays.CompileEnvironments("shop", base, envs)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(first) != fmt.Sprint(again) {
			t.Fatal("two runs differ")
		}
	}
}

// TestTheFirstEnvironmentIsNamed: where a component fails in all environments, which are
// resolved side by side, the error is always that of the first.
func TestTheFirstEnvironmentIsNamed(t *testing.T) {
	failing := stack.Component{Name: "search", Resolve: func(*stack.Stack) error { return errors.New("no license") }}
	compiler := overlays.Compiler{Components: append(generate.Components(), failing)}
	for range worktest.Rounds(50) {
		_, err := compiler.Compile(t.Context(), spectest.Everything())
		if want := "environment dev: component search: no license"; err == nil || err.Error() != want {
			t.Fatalf("%v, want %s", err, want)
		}
	}
}
