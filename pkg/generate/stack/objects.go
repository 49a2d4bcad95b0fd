package stack

import (
	"cmp"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Object is a typed Kubernetes object: a struct of k8s.io/api, or a small
// typed struct of this module for an operator's custom resource.
type Object interface {
	metav1.Object
	runtime.Object
}

// setTypes writes apiVersion and kind into the objects, which builders leave out.
func setTypes(objects []Object) {
	for _, o := range objects {
		if kind := kindOf(o); kind.Kind != "" {
			o.GetObjectKind().SetGroupVersionKind(kind)
		}
	}
}

func kindOf(o Object) schema.GroupVersionKind {
	switch o.(type) {
	case *appsv1.Deployment:
		return appsv1.SchemeGroupVersion.WithKind("Deployment")
	case *appsv1.StatefulSet:
		return appsv1.SchemeGroupVersion.WithKind("StatefulSet")
	case *autoscalingv2.HorizontalPodAutoscaler:
		return autoscalingv2.SchemeGroupVersion.WithKind("HorizontalPodAutoscaler")
	case *batchv1.CronJob:
		return batchv1.SchemeGroupVersion.WithKind("CronJob")
	case *batchv1.Job:
		return batchv1.SchemeGroupVersion.WithKind("Job")
	case *corev1.ConfigMap:
		return corev1.SchemeGroupVersion.WithKind("ConfigMap")
	case *corev1.Namespace:
		return corev1.SchemeGroupVersion.WithKind("Namespace")
	case *corev1.PersistentVolumeClaim:
		return corev1.SchemeGroupVersion.WithKind("PersistentVolumeClaim")
	case *corev1.Service:
		return corev1.SchemeGroupVersion.WithKind("Service")
	case *corev1.ServiceAccount:
		return corev1.SchemeGroupVersion.WithKind("ServiceAccount")
	case *networkingv1.Ingress:
		return networkingv1.SchemeGroupVersion.WithKind("Ingress")
	case *networkingv1.NetworkPolicy:
		return networkingv1.SchemeGroupVersion.WithKind("NetworkPolicy")
	case *policyv1.PodDisruptionBudget:
		return policyv1.SchemeGroupVersion.WithKind("PodDisruptionBudget")
	default:
		return schema.GroupVersionKind{}
	}
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

// ApplyOrder are the kinds that stand first and last in a build, in this order, as
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
