package overlays_test

import (
	"bytes"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestMutateReachesOneObject: a change where an object is reaches that object's files, and
// no other's.
func TestMutateReachesOneObject(t *testing.T) {
	change := func(_ *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
		for _, o := range objects {
			d, ok := o.(*appsv1.Deployment)
			if !ok || !strings.HasSuffix(d.Name, "-web") {
				continue
			}
			for _, v := range d.Spec.Template.Spec.Containers[0].Env {
				if v.ValueFrom != nil && v.ValueFrom.SecretKeyRef != nil {
					v.ValueFrom.SecretKeyRef.Name = "changed-in-place"
				}
			}
		}
		return objects, nil
	}
	files, err := overlays.Compiler{Mutate: change}.Compile(t.Context(), spectest.Everything())
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range files {
		if bytes.Contains(f.Data, []byte("changed-in-place")) && !strings.HasSuffix(f.Path, "kustomization.yaml") {
			found = append(found, f.Path)
		}
	}
	if len(found) == 0 {
		t.Error("the change is nowhere")
	}
	for _, path := range found {
		if !strings.Contains(path, "web-deployment") {
			t.Errorf("%s has a change made to the web Deployment", path)
		}
	}
}

// TestMutateMakesNewObjects: each environment finishes its objects where they are, so one
// that two of them had would be named and labelled for both.
func TestMutateMakesNewObjects(t *testing.T) {
	quota := func() stack.Object {
		return &corev1.ResourceQuota{
			TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "ResourceQuota"}, ObjectMeta: metav1.ObjectMeta{Name: "shop"},
		}
	}
	once := quota()
	for _, c := range []struct {
		reason string
		added  func() stack.Object
		want   string
	}{
		{"a new one for each environment", quota, ""},
		{"one for all", func() stack.Object { return once }, "have the same object, v1 ResourceQuota shop; make a new one for each"},
	} {
		compiler := overlays.Compiler{Mutate: func(_ *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
			return append(objects, c.added()), nil
		}}
		_, err := compiler.Compile(t.Context(), spectest.Everything())
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.reason, err, c.want)
		}
	}
}
