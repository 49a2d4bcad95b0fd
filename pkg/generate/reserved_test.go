package generate_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestOwnVariablesAreReserved: no field may give a service's value the name of a variable
// that the stack itself gives a container.
func TestOwnVariablesAreReserved(t *testing.T) {
	checked := map[string]bool{}
	for seed := range uint64(60) {
		s := spectest.Random(rand.New(rand.NewPCG(seed, 9)))
		s.SetDefaults("prod")
		for _, name := range ownVariables(generate.Resolve(s, "prod")) {
			if !checked[name] {
				checked[name] = true
				checkReserved(t, name)
			}
		}
	}
	for _, name := range []string{"DJANGOSTACK_DEFAULTS", "DJANGOSTACK_NAMESPACE", "DJANGO_SUPERUSER_PASSWORD", "PORT"} {
		if !checked[name] {
			t.Errorf("no container has %s", name)
		}
	}
}

// ownVariables are those of the project's containers beside the environment that all of
// them have.
func ownVariables(st *generate.Stack) []string {
	common := map[string]bool{}
	for _, name := range given(st) {
		common[name] = true
	}
	for name := range st.Spec.Django.SecretEnv {
		common[name] = true
	}
	var own []string
	for _, o := range st.Objects() {
		for _, c := range containersOf(o) {
			for _, v := range c.Env {
				if !common[v.Name] && len(c.EnvFrom) > 0 && !strings.Contains(v.Name, "_PART_") {
					own = append(own, v.Name)
				}
			}
		}
	}
	return own
}

func containersOf(o generate.Object) []corev1.Container {
	switch o := o.(type) {
	case *batchv1.Job:
		return append(o.Spec.Template.Spec.InitContainers, o.Spec.Template.Spec.Containers...)
	case *appsv1.Deployment:
		return append(o.Spec.Template.Spec.InitContainers, o.Spec.Template.Spec.Containers...)
	default:
		return nil
	}
}

func checkReserved(t *testing.T, name string) {
	t.Helper()
	s := &spec.DjangoStack{Metadata: spec.Metadata{Name: "shop"}}
	s.Spec.Django.EnvNames.SecretKey = spec.Names{name}
	s.SetDefaults("prod")
	errs, _ := spec.Validate(s)
	for _, e := range errs {
		if e.Field == "spec.django.envNames.secretKey" {
			return
		}
	}
	t.Errorf("%s may be the name of the secret key", name)
}
