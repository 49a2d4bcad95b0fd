package encode

import (
	"reflect"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// noise lists the struct types whose empty value says nothing, though their
// omitempty tag does not keep them out: for each, the API server reads {} and
// an absent key alike. The list is by type and closed, because elsewhere an
// empty mapping is the message: podSelector: {} selects every pod, emptyDir: {}
// is a volume.
//
// metadata.creationTimestamp needs no entry: its omitzero tag keeps it out.
var noise = map[reflect.Type]bool{
	reflect.TypeFor[corev1.ResourceRequirements]():      true, // resources of a container
	reflect.TypeFor[appsv1.DeploymentStrategy]():        true, // strategy
	reflect.TypeFor[appsv1.DaemonSetUpdateStrategy]():   true, // updateStrategy
	reflect.TypeFor[appsv1.StatefulSetUpdateStrategy](): true, // updateStrategy
	reflect.TypeFor[corev1.NamespaceSpec]():             true, // spec of a Namespace
	reflect.TypeFor[metav1.ObjectMeta]():                true, // metadata of a pod or job template
}

func isNoise(t reflect.Type) bool { return noise[t] }

// isObject reports whether a struct is a Kubernetes object, at the top or
// inside another like the claims of a StatefulSet. Its status belongs to the
// cluster and is never written.
func isObject(t reflect.Type) bool {
	typeMeta, ok := t.FieldByName("TypeMeta")
	if !ok || typeMeta.Type != reflect.TypeFor[metav1.TypeMeta]() {
		return false
	}
	objectMeta, ok := t.FieldByName("ObjectMeta")
	return ok && objectMeta.Type == reflect.TypeFor[metav1.ObjectMeta]()
}
