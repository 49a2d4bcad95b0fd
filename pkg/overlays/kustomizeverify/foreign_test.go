package kustomizeverify_test

import (
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
)

// TestForeignNamespacesAreKept: an object of another namespace stays in it, whatever else the
// overlay does to it, and all others are in the stack's.
func TestForeignNamespacesAreKept(t *testing.T) {
	elsewhere := metav1.ObjectMeta{Name: "own", Namespace: "monitoring"}
	config := &corev1.ConfigMap{ObjectMeta: named("rules"), Data: map[string]string{"a": "1"}}
	pods := corev1.PodTemplateSpec{Spec: corev1.PodSpec{Containers: []corev1.Container{{
		Name: "own", Image: "docker.io/library/own:1", EnvFrom: []corev1.EnvFromSource{{ConfigMapRef: &corev1.ConfigMapEnvSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: "rules"},
		}}},
	}}}}
	subjects := []rbacv1.Subject{
		{Kind: "ServiceAccount", Name: "everything-web"},
		{Kind: "ServiceAccount", Name: "default"},
		{Kind: "ServiceAccount", Name: "default", Namespace: "monitoring"},
		{Kind: "ServiceAccount", Name: "other", Namespace: "elsewhere"},
	}
	rules := []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"configmaps"}, ResourceNames: []string{"rules"}, Verbs: []string{"get"}}}
	monitor := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor",
		"metadata": map[string]any{"name": "own", "namespace": "monitoring"},
		"spec":     map[string]any{"endpoints": []any{map[string]any{"port": "http", "interval": "30s"}}},
	}}
	for _, c := range []struct {
		reason  string
		objects []stack.Object
	}{
		{"a custom resource", []stack.Object{monitor}},
		{"a ConfigMap keeps its name", []stack.Object{&corev1.ConfigMap{ObjectMeta: elsewhere, Data: config.Data}}},
		{"names of ConfigMaps are those of another namespace", []stack.Object{
			config,
			&appsv1.Deployment{ObjectMeta: elsewhere, Spec: appsv1.DeploymentSpec{Template: pods}},
			&rbacv1.Role{ObjectMeta: elsewhere, Rules: rules},
			&rbacv1.ClusterRole{ObjectMeta: named("own"), Rules: rules},
		}},
		{"a binding", []stack.Object{
			&rbacv1.RoleBinding{ObjectMeta: elsewhere, Subjects: subjects, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "own"}},
		}},
		{"another binding is the stack's", []stack.Object{
			monitor,
			&rbacv1.RoleBinding{ObjectMeta: named("own"), Subjects: subjects, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "own"}},
		}},
		{"a namespace", []stack.Object{&corev1.Namespace{ObjectMeta: named("monitoring")}, monitor}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			files, want := compiledWith(t, c.objects)
			for _, o := range c.objects {
				if !slices.ContainsFunc(want, func(w stack.Object) bool {
					return o.GetNamespace() == "" || w.GetName() == o.GetName() && w.GetNamespace() == o.GetNamespace()
				}) {
					t.Errorf("%s is not in %s", o.GetName(), o.GetNamespace())
				}
			}
			if err := kustomizeverify.Verify(files, "prod", want); err != nil {
				t.Error(err)
			}
		})
	}
}
