package generate_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestOwnVariablesAreReserved: no field may give a service's value the name of a variable
// that the stack itself gives a container.
func TestOwnVariablesAreReserved(t *testing.T) {
	checked := map[string]bool{}
	for seed := range uint64(30) {
		s := spectest.Random(rand.New(rand.NewPCG(seed, 9)))
		eachPodOptions(reflect.ValueOf(&s.Spec).Elem(), "spec", func(_ string, o *spec.PodOptions) { *o = spec.PodOptions{} })
		s.SetDefaults("prod")
		for _, name := range ownVariables(stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"})) {
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

// TestOwnLabelsAreReserved: metadata.labels, which all objects get, cannot have the keys
// of labels that the stack or Kubernetes itself gives an object of a stack.
func TestOwnLabelsAreReserved(t *testing.T) {
	checked := map[string]bool{}
	for seed := range uint64(30) {
		s := spectest.Random(rand.New(rand.NewPCG(seed, 9)))
		s.Metadata.Labels = nil
		eachPodOptions(reflect.ValueOf(&s.Spec).Elem(), "spec", func(_ string, o *spec.PodOptions) { *o = spec.PodOptions{} })
		s.SetDefaults("prod")
		for _, o := range stacktest.Objects(stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"})) {
			keys := slices.Concat(sorted.Keys(o.GetLabels()), sorted.Keys(podOf(o).Labels))
			for _, key := range keys {
				checked[key] = true
			}
		}
	}
	if len(checked) < 10 {
		t.Errorf("only the labels %v", sorted.Keys(checked))
	}
	for key := range checked {
		s := &spec.DjangoStack{Metadata: spec.Metadata{Name: "shop", Labels: map[string]string{key: "x"}}}
		s.SetDefaults("prod")
		if errs, _ := spec.Validate(&spec.Effective{DjangoStack: s, Environment: "prod"}); !slices.ContainsFunc(errs, func(e *field.Error) bool {
			return e.Field == "metadata.labels["+key+"]"
		}) {
			t.Errorf("%s may be a label of the user's", key)
		}
	}
}

// podOf is the template of an object's pods, an empty one where it has none.
func podOf(o stack.Object) corev1.PodTemplateSpec {
	switch o := o.(type) {
	case *batchv1.Job:
		return o.Spec.Template
	case *batchv1.CronJob:
		return o.Spec.JobTemplate.Spec.Template
	case *appsv1.Deployment:
		return o.Spec.Template
	case *appsv1.StatefulSet:
		return o.Spec.Template
	default:
		return corev1.PodTemplateSpec{}
	}
}

// ownVariables are those of the project's containers beside the environment that all of
// them have.
func ownVariables(st *stack.Stack) []string {
	common := map[string]bool{}
	for _, name := range given(django.EnvironmentOf(st).Copy()) {
		common[name] = true
	}
	for name := range st.Spec.Django.SecretEnv {
		common[name] = true
	}
	var own []string
	for _, o := range stacktest.Objects(st) {
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

func containersOf(o stack.Object) []corev1.Container {
	pod := podOf(o).Spec
	return slices.Concat(pod.InitContainers, pod.Containers)
}

func checkReserved(t *testing.T, name string) {
	t.Helper()
	s := &spec.DjangoStack{Metadata: spec.Metadata{Name: "shop"}}
	s.Spec.Django.EnvNames.SecretKey = spec.Names{name}
	s.SetDefaults("prod")
	errs, _ := spec.Validate(&spec.Effective{DjangoStack: s, Environment: "prod"})
	for _, e := range errs {
		if e.Field == "spec.django.envNames.secretKey" {
			return
		}
	}
	t.Errorf("%s may be the name of the secret key", name)
}
