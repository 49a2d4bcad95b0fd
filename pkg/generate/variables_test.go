package generate_test

import (
	"math/rand/v2"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestEveryVariableHasOneSource: in a stack that Validate lets through, no two
// services, and no service and the stack itself, give a variable of one name.
func TestEveryVariableHasOneSource(t *testing.T) {
	for seed := range uint64(worktest.Rounds(60)) {
		s := spectest.Random(rand.New(rand.NewPCG(seed, 5)))
		env := s.EnvironmentNames()[0]
		merged, err := s.Effective(env)
		if err != nil {
			t.Fatal(err)
		}
		merged.Spec.Django.Env, merged.Spec.Django.SecretEnv = nil, nil // which win on purpose
		whole := stacktest.Resolve(merged)
		alone := merged.DeepCopy()
		alone.Spec.Databases, alone.Spec.Caches, alone.Spec.Broker, alone.Spec.Mail = nil, nil, nil, nil
		alone.Spec.Services = nil
		source := map[string]string{}
		for _, name := range given(django.EnvironmentOf(stacktest.Resolve(&spec.Effective{DjangoStack: alone, Environment: env})).Copy()) {
			source[name] = "the stack"
		}
		for _, b := range whole.Bindings {
			for _, name := range given(b.Env()) {
				if other, twice := source[name]; twice {
					t.Errorf("seed %d: %s comes from %s and %s %s\n%s", seed, name, other, b.Kind, b.Component,
						spectest.YAML(&spec.DjangoStack{Metadata: merged.Metadata, Spec: merged.Spec}))
				}
				source[name] = string(b.Kind) + " " + b.Component
			}
		}
	}
}

// given are the names of the variables, plain ones and others.
func given(config map[string]string, vars []corev1.EnvVar) []string {
	var all []string
	for name := range config {
		all = append(all, name)
	}
	for _, v := range vars {
		all = append(all, v.Name)
	}
	return all
}
