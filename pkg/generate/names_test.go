package generate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestComponentsOwnWhatTheyGet: the built-in objects share labels, selectors and
// security contexts; what a component of one's own is given may be changed.
func TestComponentsOwnWhatTheyGet(t *testing.T) {
	s := &spec.DjangoStack{Metadata: spec.Metadata{
		Name: "shop", Labels: map[string]string{"team": "web"}, Annotations: map[string]string{"owner": "web"},
	}}
	s.Spec.Web.Replicas = new(int32(2))
	s.SetDefaults("prod")
	st := Resolve(s, "prod")
	before := st.Objects()

	meta := st.Meta(webName)
	meta.Labels["mine"], meta.Annotations["mine"] = "1", "1"
	st.Selector(webName)["mine"] = "1"
	pods := st.PodTemplate(Pod{Component: webName, Spread: 2, Containers: []corev1.Container{{Name: "mine"}}})
	pods.Labels["mine"], pods.Annotations["mine"] = "1", "1"
	pods.Spec.Containers[0].SecurityContext.ReadOnlyRootFilesystem = new(false)
	pods.Spec.TopologySpreadConstraints[0].LabelSelector.MatchLabels["mine"] = "1"

	if diff := cmp.Diff(before, st.Objects()); diff != "" {
		t.Errorf("-before +after a component changed what it was given:\n%s", diff)
	}
}
