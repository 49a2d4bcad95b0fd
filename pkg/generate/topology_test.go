package generate_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/djangostack/djangostack/internal/prooftest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestExamples proves labels, network policies and pods of every example in
// every environment.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/stack.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, path := range files {
		for env, st := range environments(t, path) {
			t.Run(filepath.Base(filepath.Dir(path))+"/"+env, func(t *testing.T) { prove(t, st) })
		}
	}
}

// prove holds a stack's objects to what every stack's must have.
func prove(t *testing.T, st *stack.Stack) {
	t.Helper()
	for _, finding := range prooftest.Objects(st, stacktest.Objects(st)) {
		t.Error(finding)
	}
}

func environments(t *testing.T, path string) map[string]*stack.Stack {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	doc, err := spec.Load(file, path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*stack.Stack{}
	for _, env := range doc.Stack.EnvironmentNames() {
		merged, err := doc.Stack.Effective(env)
		if err != nil {
			t.Fatal(err)
		}
		out[env] = stacktest.Resolve(merged)
	}
	return out
}
