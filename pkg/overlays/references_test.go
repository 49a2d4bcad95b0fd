package overlays_test

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/confighash"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
)

// TestReferencesOutsidePods covers what kustomize writes there: names of hashed
// ConfigMaps in rules and in one annotation, and namespaces of subjects.
func TestReferencesOutsidePods(t *testing.T) {
	const namespace = "shop-prod"
	meta := func(name, namespace string) metav1.ObjectMeta {
		return metav1.ObjectMeta{Name: name, Namespace: namespace}
	}
	objects := func(ns, settingsName string) []stack.Object {
		cm := settings(map[string]string{"A": "1"})
		cm.SetName(settingsName)
		cm.SetNamespace(ns)
		return []stack.Object{
			&corev1.ServiceAccount{TypeMeta: typeMeta("v1", "ServiceAccount"), ObjectMeta: meta("shop", ns)},
			&rbacv1.Role{TypeMeta: typeMeta("rbac.authorization.k8s.io/v1", "Role"), ObjectMeta: meta("shop", ns), Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"configmaps"}, ResourceNames: []string{settingsName, "other"}, Verbs: []string{"get"}}}},
			&rbacv1.ClusterRole{TypeMeta: typeMeta("rbac.authorization.k8s.io/v1", "ClusterRole"), ObjectMeta: meta("shop", ""), Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"nodes"}, Verbs: []string{"get"}}}},
			&rbacv1.RoleBinding{
				TypeMeta: typeMeta("rbac.authorization.k8s.io/v1", "RoleBinding"), ObjectMeta: meta("shop", ns), RoleRef: rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "Role", Name: "shop"},
				Subjects: []rbacv1.Subject{{Kind: "ServiceAccount", Name: "shop", Namespace: ns}, {Kind: "ServiceAccount", Name: "default", Namespace: ns}, {Kind: "ServiceAccount", Name: "monitor", Namespace: "monitoring"}},
			},
			cm,
			&networkingv1.Ingress{
				TypeMeta: typeMeta("networking.k8s.io/v1", "Ingress"),
				ObjectMeta: metav1.ObjectMeta{Name: "shop", Namespace: ns, Annotations: map[string]string{
					"nginx.ingress.kubernetes.io/fastcgi-params-configmap": settingsName, "example.com/other": "shop-settings",
				}},
			},
		}
	}
	cm := settings(map[string]string{"A": "1"}).(*corev1.ConfigMap)
	draft := objects("", "shop-settings")
	final := objects(namespace, cm.Name+"-"+confighash.Suffix(cm.Data, cm.BinaryData))
	env := overlays.Environment{
		Name: "prod", Namespace: namespace, Draft: draft,
		Finish: func([]stack.Object) []stack.Object { return final },
	}
	list, err := overlays.CompileEnvironments("shop", draft, []overlays.Environment{env})
	if err != nil {
		t.Fatal(err)
	}
	if err := kustomizeverify.Verify(list, "prod", final); err != nil {
		t.Error(err)
	}
}
