package stack

import (
	"reflect"
	"sync"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// kindIndex finds the types of k8s.io/api whose objects need no TypeMeta, and their kinds.
type kindIndex struct {
	kinds map[reflect.Type]schema.GroupVersionKind
	types map[schema.GroupVersionKind]reflect.Type
}

// add enters types of one version: each is called as its kind.
func (x kindIndex) add(version schema.GroupVersion, objects ...Object) {
	for _, o := range objects {
		t := reflect.TypeOf(o)
		kind := version.WithKind(t.Elem().Name())
		x.kinds[t], x.types[kind] = kind, t.Elem()
	}
}

// known has all kinds that [Stack.Finish] looks into, among others. It is made when the first
// object is looked at, not whenever a program starts.
var known = sync.OnceValue(func() kindIndex {
	x := kindIndex{map[reflect.Type]schema.GroupVersionKind{}, map[schema.GroupVersionKind]reflect.Type{}}
	x.add(appsv1.SchemeGroupVersion,
		&appsv1.DaemonSet{}, &appsv1.Deployment{}, &appsv1.ReplicaSet{}, &appsv1.StatefulSet{},
	)
	x.add(autoscalingv2.SchemeGroupVersion, &autoscalingv2.HorizontalPodAutoscaler{})
	x.add(batchv1.SchemeGroupVersion, &batchv1.CronJob{}, &batchv1.Job{})
	x.add(corev1.SchemeGroupVersion,
		&corev1.ConfigMap{}, &corev1.LimitRange{}, &corev1.Namespace{}, &corev1.PersistentVolume{},
		&corev1.PersistentVolumeClaim{}, &corev1.Pod{}, &corev1.PodTemplate{}, &corev1.ReplicationController{},
		&corev1.ResourceQuota{}, &corev1.Secret{}, &corev1.Service{}, &corev1.ServiceAccount{},
	)
	x.add(networkingv1.SchemeGroupVersion, &networkingv1.Ingress{}, &networkingv1.NetworkPolicy{})
	x.add(policyv1.SchemeGroupVersion, &policyv1.PodDisruptionBudget{})
	x.add(rbacv1.SchemeGroupVersion,
		&rbacv1.ClusterRole{}, &rbacv1.ClusterRoleBinding{}, &rbacv1.Role{}, &rbacv1.RoleBinding{},
	)
	return x
})
