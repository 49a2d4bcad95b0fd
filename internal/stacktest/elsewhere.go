package stacktest

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// ElsewhereCase is a component that makes objects which are not in the stack's namespace.
type ElsewhereCase struct {
	Reason string
	// Components are ours, and one that makes such objects of [Small].
	Components []stack.Component
	// Objects are those of that component in an environment, as they have to be applied but for
	// their labels and for the namespace of those in the stack's.
	Objects func(environment string) []stack.Object
}

// Monitoring is a namespace that is no stack's.
const Monitoring = "monitoring"

// Small returns a stack of two environments with little in it, which is soon built.
func Small() *spec.DjangoStack {
	d := must(spec.Load(strings.NewReader(small), "small.yaml"))
	return d.Stack
}

const small = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: small}
spec:
  image: {repository: registry.example/small, tag: "1"}
  django: {settings: small.settings, hosts: [small.example.com]}
  environments: {dev: {}, prod: {web: {replicas: 3}}}
`

// Elsewhere returns objects of other namespaces and of the cluster of every kind that is
// treated in its own way, so that their trees can be built with kustomize.
func Elsewhere() []ElsewhereCase {
	binding := func(meta metav1.ObjectMeta) stack.Object {
		return &rbacv1.RoleBinding{
			ObjectMeta: meta, Subjects: subjects(),
			RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "own"},
		}
	}
	own, foreign := metav1.ObjectMeta{Name: "own"}, metav1.ObjectMeta{Name: "own", Namespace: Monitoring}
	tenant := custom("example.com/v1", "Tenant", "")
	return []ElsewhereCase{
		elsewhere("a custom resource", func(string) []stack.Object { return []stack.Object{monitor()} }),
		elsewhere("another in each environment", func(environment string) []stack.Object {
			return []stack.Object{custom("monitoring.coreos.com/v1", "ServiceMonitor", Monitoring)(environment)}
		}),
		elsewhere("a ConfigMap keeps its name", func(string) []stack.Object {
			return []stack.Object{&corev1.ConfigMap{ObjectMeta: foreign, Data: map[string]string{"a": "1"}}}
		}),
		elsewhere("names of ConfigMaps are those of another namespace", func(string) []stack.Object {
			return []stack.Object{
				&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "rules"}, Data: map[string]string{"a": "1"}},
				&appsv1.Deployment{ObjectMeta: foreign, Spec: appsv1.DeploymentSpec{Template: readsRules()}},
				&rbacv1.Role{ObjectMeta: foreign, Rules: mayReadRules()},
				&rbacv1.ClusterRole{ObjectMeta: own, Rules: mayReadRules()},
			}
		}),
		elsewhere("a binding", func(string) []stack.Object { return []stack.Object{binding(foreign)} }),
		elsewhere("another binding is the stack's", func(string) []stack.Object {
			return []stack.Object{monitor(), binding(own)}
		}),
		elsewhere("a namespace", func(string) []stack.Object {
			return []stack.Object{&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: Monitoring}}, monitor()}
		}),
		elsewhere("a custom resource of the cluster", func(string) []stack.Object { return []stack.Object{tenant("")} }),
		elsewhere("another of the cluster in each environment", func(environment string) []stack.Object {
			return []stack.Object{tenant(environment)}
		}),
		elsewhere("of the cluster, in one environment", func(environment string) []stack.Object {
			if environment != "prod" {
				return nil
			}
			return []stack.Object{tenant(environment)}
		}),
		elsewhere("of the cluster, beside one of another namespace", func(string) []stack.Object {
			return []stack.Object{tenant(""), monitor(), binding(own)}
		}),
		elsewhere("kinds of one name in two groups", func(environment string) []stack.Object {
			return []stack.Object{tenant(environment), custom("example.org/v1", "Tenant", "")(environment)}
		}),
		elsewhere("two versions of a kind of the cluster", func(string) []stack.Object {
			second := custom("example.com/v2", "Tenant", "")("")
			second.SetName("second")
			return []stack.Object{tenant(""), second}
		}),
		elsewhere("kinds of Kubernetes' own that kustomize does not know", func(environment string) []stack.Object {
			return []stack.Object{
				custom("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "")(environment),
				custom("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "")(""),
				custom("networking.k8s.io/v1", "IngressClass", "")(""),
			}
		}),
	}
}

func elsewhere(reason string, objects func(environment string) []stack.Object) ElsewhereCase {
	return ElsewhereCase{reason, append(generate.Components(), stack.Component{
		Name:          "elsewhere",
		ClusterScoped: []schema.GroupKind{{Group: "example.com", Kind: "Tenant"}},
		Objects:       func(st *stack.Stack) ([]stack.Object, error) { return objects(st.Environment), nil },
	}), objects}
}

// custom returns a maker of objects that name the environment in their spec.
func custom(apiVersion, kind, namespace string) func(environment string) stack.Object {
	return func(environment string) stack.Object {
		u := &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": apiVersion, "kind": kind, "spec": map[string]any{"environment": environment, "size": int64(1)},
		}}
		u.SetName("own")
		u.SetNamespace(namespace)
		return u
	}
}

func monitor() stack.Object {
	return custom("monitoring.coreos.com/v1", "ServiceMonitor", Monitoring)("")
}

func readsRules() corev1.PodTemplateSpec {
	rules := corev1.ConfigMapEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: "rules"}}
	return corev1.PodTemplateSpec{Spec: corev1.PodSpec{Containers: []corev1.Container{{
		Name: "own", Image: "docker.io/library/own:1", EnvFrom: []corev1.EnvFromSource{{ConfigMapRef: &rules}},
	}}}}
}

func mayReadRules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{{
		APIGroups: []string{""}, Resources: []string{"configmaps"}, ResourceNames: []string{"rules"}, Verbs: []string{"get"},
	}}
}

func subjects() []rbacv1.Subject {
	return []rbacv1.Subject{
		{Kind: "ServiceAccount", Name: "small-web"},
		{Kind: "ServiceAccount", Name: "default"},
		{Kind: "ServiceAccount", Name: "default", Namespace: Monitoring},
		{Kind: "ServiceAccount", Name: "other", Namespace: "elsewhere"},
	}
}
