package stack

import (
	"reflect"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// knownTypes are the types of k8s.io/api whose objects need no TypeMeta. All kinds are among
// them that [Stack.Finish] looks into.
var knownTypes = []struct {
	version schema.GroupVersion
	objects []Object
}{
	{appsv1.SchemeGroupVersion, []Object{
		&appsv1.DaemonSet{}, &appsv1.Deployment{}, &appsv1.ReplicaSet{}, &appsv1.StatefulSet{},
	}},
	{autoscalingv2.SchemeGroupVersion, []Object{&autoscalingv2.HorizontalPodAutoscaler{}}},
	{batchv1.SchemeGroupVersion, []Object{&batchv1.CronJob{}, &batchv1.Job{}}},
	{corev1.SchemeGroupVersion, []Object{
		&corev1.ConfigMap{}, &corev1.LimitRange{}, &corev1.Namespace{}, &corev1.PersistentVolume{},
		&corev1.PersistentVolumeClaim{}, &corev1.Pod{}, &corev1.PodTemplate{}, &corev1.ReplicationController{},
		&corev1.ResourceQuota{}, &corev1.Secret{}, &corev1.Service{}, &corev1.ServiceAccount{},
	}},
	{networkingv1.SchemeGroupVersion, []Object{&networkingv1.Ingress{}, &networkingv1.NetworkPolicy{}}},
	{policyv1.SchemeGroupVersion, []Object{&policyv1.PodDisruptionBudget{}}},
	{rbacv1.SchemeGroupVersion, []Object{
		&rbacv1.ClusterRole{}, &rbacv1.ClusterRoleBinding{}, &rbacv1.Role{}, &rbacv1.RoleBinding{},
	}},
}

// kindsByType and typesByKind find them: a type is called as its kind.
var kindsByType, typesByKind = indexTypes()

func indexTypes() (map[reflect.Type]schema.GroupVersionKind, map[schema.GroupVersionKind]reflect.Type) {
	kinds, types := map[reflect.Type]schema.GroupVersionKind{}, map[schema.GroupVersionKind]reflect.Type{}
	for _, known := range knownTypes {
		for _, o := range known.objects {
			t := reflect.TypeOf(o)
			kind := known.version.WithKind(t.Elem().Name())
			kinds[t], types[kind] = kind, t.Elem()
		}
	}
	return kinds, types
}

// setType writes apiVersion and kind into an object of a known type, unless it has them: one
// that several environments share, against the rule, is read by others meanwhile.
func setType(o Object) {
	kind, known := kindsByType[reflect.TypeOf(o)]
	if known && o.GetObjectKind().GroupVersionKind() != kind {
		o.GetObjectKind().SetGroupVersionKind(kind)
	}
}
