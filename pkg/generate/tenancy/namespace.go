package tenancy

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Namespace is the namespace of an environment.
var Namespace = stack.Component{Name: "namespace", Objects: namespaceObjects}

func namespaceObjects(st *stack.Stack) ([]stack.Object, error) {
	if st.Environment == "" || !*st.Spec.Namespace.Create {
		return nil, nil
	}
	labels := map[string]string{stack.LabelName: st.Name, stack.LabelManagedBy: stack.ManagedBy}
	for _, mode := range []string{"enforce", "warn", "audit"} {
		labels["pod-security.kubernetes.io/"+mode] = string(spec.PodSecurityRestricted)
	}
	labels["pod-security.kubernetes.io/enforce"] = string(st.Spec.Namespace.PodSecurity)
	return []stack.Object{&corev1.Namespace{
		ObjectMeta: stack.Protected(metav1.ObjectMeta{
			Name: st.Spec.Namespace.Name, Labels: labels, Annotations: maps.Clone(st.Metadata.Annotations),
		}),
	}}, nil
}
