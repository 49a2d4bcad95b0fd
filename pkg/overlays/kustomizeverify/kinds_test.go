package kustomizeverify_test

import (
	"slices"
	"testing"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
)

// TestEveryBuiltInKind: what a component of one's own may add is finished as
// kustomize does it, whether it has a namespace, pods or names of ConfigMaps.
func TestEveryBuiltInKind(t *testing.T) {
	config := &corev1.ConfigMap{TypeMeta: of("v1", "ConfigMap"), ObjectMeta: named("own"), Data: map[string]string{"a": "1"}}
	pod := corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "own"}},
		Spec: corev1.PodSpec{Containers: []corev1.Container{{
			Name: "own", Image: "docker.io/library/own:1",
			EnvFrom: []corev1.EnvFromSource{{ConfigMapRef: &corev1.ConfigMapEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: "own"}}}},
		}}},
	}
	selector := &metav1.LabelSelector{MatchLabels: pod.Labels}
	subjects := []rbacv1.Subject{
		{Kind: "ServiceAccount", Name: "own"},
		{Kind: "ServiceAccount", Name: "default"},
		{Kind: "ServiceAccount", Name: "other", Namespace: "elsewhere"},
		{Kind: "User", Name: "ann", APIGroup: rbacv1.GroupName},
	}
	rules := []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"configmaps"}, ResourceNames: []string{"own", "other"}, Verbs: []string{"get"}}}
	role := rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "own"}
	service := admissionregistrationv1.WebhookClientConfig{Service: &admissionregistrationv1.ServiceReference{Namespace: "everything", Name: "everything-web"}}
	none := admissionregistrationv1.SideEffectClassNone
	beside := []stack.Object{config, &corev1.ServiceAccount{TypeMeta: of("v1", "ServiceAccount"), ObjectMeta: named("own")}}
	own := []stack.Object{
		&appsv1.DaemonSet{TypeMeta: of("apps/v1", "DaemonSet"), ObjectMeta: named("own"), Spec: appsv1.DaemonSetSpec{Selector: selector, Template: pod}},
		&appsv1.ReplicaSet{TypeMeta: of("apps/v1", "ReplicaSet"), ObjectMeta: named("own"), Spec: appsv1.ReplicaSetSpec{Selector: selector, Template: pod}},
		&corev1.ReplicationController{TypeMeta: of("v1", "ReplicationController"), ObjectMeta: named("own"), Spec: corev1.ReplicationControllerSpec{Template: &pod}},
		&corev1.Pod{TypeMeta: of("v1", "Pod"), ObjectMeta: named("own"), Spec: pod.Spec},
		&corev1.PodTemplate{TypeMeta: of("v1", "PodTemplate"), ObjectMeta: named("own"), Template: pod},
		&rbacv1.Role{TypeMeta: of("rbac.authorization.k8s.io/v1", "Role"), ObjectMeta: named("own"), Rules: rules},
		&rbacv1.ClusterRole{TypeMeta: of("rbac.authorization.k8s.io/v1", "ClusterRole"), ObjectMeta: named("own"), Rules: rules},
		&rbacv1.RoleBinding{TypeMeta: of("rbac.authorization.k8s.io/v1", "RoleBinding"), ObjectMeta: named("own"), Subjects: subjects, RoleRef: role},
		&rbacv1.ClusterRoleBinding{TypeMeta: of("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"), ObjectMeta: named("own"), Subjects: subjects, RoleRef: role},
		&schedulingv1.PriorityClass{TypeMeta: of("scheduling.k8s.io/v1", "PriorityClass"), ObjectMeta: named("own"), Value: 1},
		&storagev1.StorageClass{TypeMeta: of("storage.k8s.io/v1", "StorageClass"), ObjectMeta: named("own"), Provisioner: "own"},
		&corev1.PersistentVolume{TypeMeta: of("v1", "PersistentVolume"), ObjectMeta: named("own")},
		&corev1.LimitRange{TypeMeta: of("v1", "LimitRange"), ObjectMeta: named("own")},
		&corev1.ResourceQuota{TypeMeta: of("v1", "ResourceQuota"), ObjectMeta: named("own")},
		&admissionregistrationv1.ValidatingWebhookConfiguration{TypeMeta: of("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"), ObjectMeta: named("own"), Webhooks: []admissionregistrationv1.ValidatingWebhook{{
			Name: "own.example.com", ClientConfig: service, SideEffects: &none,
		}}},
	}
	verify(t, slices.Concat(own, beside))
}

// compiledWith is the tree of a stack with further objects, and what its overlay prod builds to.
func compiledWith(t *testing.T, added []stack.Object) (files []overlays.File, want []stack.Object) {
	t.Helper()
	compiler := overlays.Compiler{Mutate: func(_ *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
		for _, o := range added {
			objects = append(objects, o.DeepCopyObject().(stack.Object))
		}
		return objects, nil
	}}
	resolved, err := compiler.ResolveChecked(t.Context(), spectest.Everything())
	if err != nil {
		t.Fatal(err)
	}
	files, err = resolved.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want, err = resolved.Objects("prod")
	if err != nil {
		t.Fatal(err)
	}
	return files, want
}

// verify compiles a stack with further objects, and has kustomize build an overlay.
func verify(t *testing.T, added []stack.Object) {
	t.Helper()
	files, want := compiledWith(t, added)
	built := map[string]bool{}
	for _, object := range want {
		built[object.GetObjectKind().GroupVersionKind().Kind] = true
	}
	for _, object := range added {
		if kind := object.GetObjectKind().GroupVersionKind().Kind; !built[kind] {
			t.Errorf("%s: is not built", kind)
		}
	}
	if err := kustomizeverify.Verify(files, "prod", want); err != nil {
		t.Error(err)
	}
}

func of(version, kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: version, Kind: kind}
}

func named(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name} }
