package generate_test

import (
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// shop returns a stack that has nothing but a name and an image.
func shop() *spec.DjangoStack {
	s := &spec.DjangoStack{Metadata: spec.Metadata{Name: "shop"}}
	s.Spec.Image.Repository = "registry.example/shop"
	return s
}

// objectsOf returns the objects of a stack whose spec is text, by kind and name without
// the stack's.
func objectsOf(t *testing.T, text string) map[string]stack.Object {
	t.Helper()
	s := shop()
	if err := yaml.UnmarshalStrict([]byte(text), &s.Spec); err != nil {
		t.Fatal(err)
	}
	s.SetDefaults("prod")
	all := map[string]stack.Object{}
	for _, o := range stacktest.Build(stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"})) {
		all[o.GetObjectKind().GroupVersionKind().Kind+"/"+strings.TrimPrefix(o.GetName(), "shop-")] = o
	}
	return all
}

// get is one of the objects built made.
func get[T stack.Object](t *testing.T, all map[string]stack.Object, key string) T {
	t.Helper()
	o, ok := all[key].(T)
	if !ok {
		t.Fatalf("no %s among %v", key, sorted.Keys(all))
	}
	return o
}

func deploymentOf(t *testing.T, text, component string) *appsv1.Deployment {
	t.Helper()
	return get[*appsv1.Deployment](t, objectsOf(t, text), "Deployment/"+component)
}

// asRun is a command as Kubernetes hands it to a process.
func asRun(command []string) []string {
	out := slices.Clone(command)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], "$$", "$")
	}
	return out
}

// option is the value that follows an option on a command line, "" without it.
func option(command []string, name string) string {
	if i := slices.Index(command, name); i >= 0 && i+1 < len(command) {
		return command[i+1]
	}
	return ""
}

// variableOf returns one of a container's own variables.
func variableOf(c corev1.Container, name string) corev1.EnvVar {
	for _, v := range c.Env {
		if v.Name == name {
			return v
		}
	}
	return corev1.EnvVar{}
}
