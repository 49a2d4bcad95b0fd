package generate_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestResolveIsTotal builds stacks with any values: Resolve promises to take a
// stack that is not valid, so that an editor or `validate` can show its
// topology.
func TestResolveIsTotal(t *testing.T) {
	for seed := range uint64(worktest.Rounds(150)) {
		s := spectest.Anything(rand.New(rand.NewPCG(seed, 1)))
		for _, env := range []string{"", "dev", "prod"} {
			t.Run(fmt.Sprint(seed, env), func(t *testing.T) {
				defer shown(t, s)
				buildAll(s, env)
			})
		}
	}
}

func shown(t *testing.T, s *spec.DjangoStack) {
	t.Helper()
	if r := recover(); r != nil {
		t.Log(spectest.YAML(s))
		panic(r)
	}
}

func buildAll(s *spec.DjangoStack, env string) {
	merged, err := s.Effective(env)
	if err != nil {
		return
	}
	stack.Secrets(stacktest.ObjectsIfAny(stacktest.Resolve(merged)))
}

// FuzzResolve builds every stack a file decodes to, valid or not.
func FuzzResolve(f *testing.F) {
	examples, err := filepath.Glob("../../examples/*/stack.yaml")
	if err != nil || len(examples) == 0 {
		f.Fatal(err)
	}
	for _, path := range examples {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(spectest.EverythingYAML))
	for seed := range uint64(worktest.Rounds(20)) {
		f.Add([]byte(spectest.YAML(spectest.Anything(rand.New(rand.NewPCG(seed, 2))))))
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		doc, _ := spec.Load(bytes.NewReader(data), "fuzz.yaml")
		if doc == nil || doc.Stack == nil {
			return
		}
		for _, env := range append(doc.Stack.EnvironmentNames(), "") {
			buildAll(doc.Stack, env)
		}
	})
}
