package stack

import (
	"cmp"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Object is a Kubernetes object: a struct of k8s.io/api, a small typed struct for a custom
// resource, or an unstructured.Unstructured. All but the first have to say their apiVersion
// and kind, and so have those of a struct that the kit does not know.
type Object interface {
	metav1.Object
	runtime.Object
}

// applyFirst and applyLast are kustomize's own order but for what starts pods:
// policies before any of them, then databases, then the migration, which on a full
// node has to find its place before those who wait for it do.
var (
	applyFirst = []string{
		"Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition",
		"ServiceAccount", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding",
		"ConfigMap", "Secret", "Service", "LimitRange", "PriorityClass",
		"PersistentVolume", "PersistentVolumeClaim", "NetworkPolicy",
		"StatefulSet", "Job", "Deployment",
	}
	applyLast = []string{"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}
)

// ApplyOrder returns the kinds that stand first and last in a build, in this order, as
// kubectl applies it; the others are between them by group, version and kind. Flux
// and Argo CD have orders of their own.
func ApplyOrder() (first, last []string) { return slices.Clone(applyFirst), slices.Clone(applyLast) }

// sortObjects puts objects into the order they are applied in.
func sortObjects(objects []Object) {
	places := make([]applyPlace, len(objects))
	for i, o := range objects {
		kind := o.GetObjectKind().GroupVersionKind()
		places[i] = applyPlace{rank(kind.Kind), kind, o.GetNamespace(), o.GetName(), o}
	}
	slices.SortStableFunc(places, applyPlace.compare)
	for i := range places {
		objects[i] = places[i].object
	}
}

// applyPlace is what decides where an object stands in that order.
type applyPlace struct {
	rank            int
	kind            schema.GroupVersionKind
	namespace, name string
	object          Object
}

func (p applyPlace) compare(o applyPlace) int {
	if p.rank == o.rank && p.kind != o.kind {
		return strings.Compare(kindKey(p.kind), kindKey(o.kind))
	}
	return cmp.Or(
		cmp.Compare(p.rank, o.rank),
		strings.Compare(p.namespace, o.namespace),
		strings.Compare(p.name, o.name),
	)
}

// rank is negative for what comes first, and 0 for what is in between.
func rank(kind string) int {
	if i := slices.Index(applyFirst, kind); i >= 0 {
		return i - len(applyFirst)
	}
	return 1 + slices.Index(applyLast, kind)
}

// kindKey sorts as kustomize does: the core group is written ~G, which comes
// after every letter.
func kindKey(kind schema.GroupVersionKind) string {
	return cmp.Or(kind.Group, "~G") + "_" + kind.Version + "_" + kind.Kind
}

// PodSpecOf returns the pod an object is or makes, nil where there is none.
func PodSpecOf(o Object) *corev1.PodSpec {
	switch o := o.(type) {
	case *corev1.Pod:
		return &o.Spec
	case *corev1.PodTemplate:
		return &o.Template.Spec
	}
	if t := PodTemplateOf(o); t != nil {
		return &t.Spec
	}
	return nil
}

// PodTemplateOf returns the pod template of a workload, nil of any other object.
func PodTemplateOf(o Object) *corev1.PodTemplateSpec {
	switch o := o.(type) {
	case *appsv1.Deployment:
		return &o.Spec.Template
	case *appsv1.StatefulSet:
		return &o.Spec.Template
	case *appsv1.DaemonSet:
		return &o.Spec.Template
	case *appsv1.ReplicaSet:
		return &o.Spec.Template
	case *batchv1.Job:
		return &o.Spec.Template
	case *batchv1.CronJob:
		return &o.Spec.JobTemplate.Spec.Template
	default:
		return nil
	}
}
