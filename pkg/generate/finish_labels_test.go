package generate

import (
	"fmt"
	"runtime/debug"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestLabelsOfManyObjects: an object that makes its labels anew each time it is asked
// gets its own back, though their place in memory is soon another's.
func TestLabelsOfManyObjects(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	var drafts []Object
	for i := range 5000 {
		u := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "example.com/v1", "kind": "Thing"}}
		u.SetName(fmt.Sprint("thing-", i))
		u.SetLabels(map[string]string{"name": u.GetName()})
		drafts = append(drafts, u)
	}
	wrong := 0
	for _, o := range (&Stack{Name: "shop", Environment: "prod", Spec: &spec.StackSpec{}}).Finish(drafts) {
		if o.GetLabels()["name"] != o.GetName() {
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("%d objects have another's labels", wrong)
	}
}
