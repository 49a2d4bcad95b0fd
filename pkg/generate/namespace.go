package generate

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// namespaceComponent is the namespace of an environment, with Pod Security
// "restricted" enforced.
var namespaceComponent = Component{Name: "namespace", Objects: namespaceObjects}

func namespaceObjects(st *Stack) []Object {
	if st.Environment == "" || !*st.Spec.Namespace.Create {
		return nil
	}
	labels := map[string]string{LabelName: st.Name, LabelManagedBy: managedBy}
	for _, mode := range []string{"enforce", "warn", "audit"} {
		labels["pod-security.kubernetes.io/"+mode] = "restricted"
	}
	return []Object{&corev1.Namespace{
		ObjectMeta: keep(metav1.ObjectMeta{
			Name: st.Spec.Namespace.Name, Labels: labels, Annotations: maps.Clone(st.Metadata.Annotations),
		}),
	}}
}
