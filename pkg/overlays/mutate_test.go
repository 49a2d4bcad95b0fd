package overlays_test

import (
	"bytes"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestMutateReachesOneObject: components share memory between their objects,
// like one variable of every container. A change in place must not reach others.
func TestMutateReachesOneObject(t *testing.T) {
	change := func(_ string, objects []generate.Object) ([]generate.Object, error) {
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
	files, err := overlays.Compiler{Mutate: change}.Compile(spectest.Everything())
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
