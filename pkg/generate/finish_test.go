package generate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

func everything(t *testing.T) *stack.Stack {
	t.Helper()
	s := spectest.Everything()
	s.Metadata.Annotations = map[string]string{"example.com/owner": "shop"}
	merged, err := s.Effective("prod")
	if err != nil {
		t.Fatal(err)
	}
	return stacktest.Resolve(merged)
}

// TestFinishKeepsSelectors: a component of one's own may have one map for the labels and
// the selector, which cannot be changed once a Deployment is applied.
func TestFinishKeepsSelectors(t *testing.T) {
	st := everything(t)
	labels := st.Selector("mailpit")
	d := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Name: "mailpit", Labels: labels}}
	d.Spec.Selector = &metav1.LabelSelector{MatchLabels: labels}
	d.Spec.Template.Labels = labels
	st.Finish([]stack.Object{d})
	if instance := st.InstanceLabels()[stack.LabelInstance]; d.Labels[stack.LabelInstance] != instance ||
		d.Spec.Template.Labels[stack.LabelInstance] != instance {
		t.Errorf("labels %v, of the pods %v", d.Labels, d.Spec.Template.Labels)
	}
	if diff := cmp.Diff(st.Selector("mailpit"), d.Spec.Selector.MatchLabels); diff != "" {
		t.Errorf("selector: %s", diff)
	}
}

// TestOrder: who applies the objects one after the other starts no pod that its
// policy does not cover yet, and none that waits for a migration which then finds no
// room beside it.
func TestOrder(t *testing.T) {
	first, last := map[string]int{}, map[string]int{}
	for i, o := range stacktest.Objects(everything(t)) {
		kind := o.GetObjectKind().GroupVersionKind().Kind
		if _, seen := first[kind]; !seen {
			first[kind] = i
		}
		last[kind] = i
	}
	for _, tt := range []struct{ before, after, reason string }{
		{"Namespace", "ServiceAccount", "the others are in it"},
		{"ConfigMap", "StatefulSet", "pods wait for what they mount"},
		{"PersistentVolumeClaim", "StatefulSet", "pods wait for what they mount"},
		{"NetworkPolicy", "StatefulSet", "a pod's policy is there when it starts"},
		{"NetworkPolicy", "CronJob", "a pod's policy is there when it starts"},
		{"StatefulSet", "Job", "a migration waits for its database"},
		{"Job", "Deployment", "pods of a release wait for its migration, and hold their place meanwhile"},
	} {
		before, seen := last[tt.before]
		after, also := first[tt.after]
		if !seen || !also || before > after {
			t.Errorf("%s at %d, %s at %d: %s", tt.before, before, tt.after, after, tt.reason)
		}
	}
}
