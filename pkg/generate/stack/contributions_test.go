package stack_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// shop is a stack of defaults.
func shop() *spec.Effective {
	s := &spec.DjangoStack{Metadata: spec.Metadata{Name: "shop"}}
	s.SetDefaults("prod")
	return &spec.Effective{DjangoStack: s, Environment: "prod"}
}

// publishing is a component that publishes workloads and bindings.
func publishing(name string, workloads []stack.Workload, bindings ...stack.Binding) stack.Component {
	return stack.Component{Name: name, Publish: func(st *stack.Stack) error {
		for _, w := range workloads {
			st.Publish(w)
		}
		for _, b := range bindings {
			st.Bind(b)
		}
		return nil
	}}
}

func runs(w stack.Workload) []stack.Workload { return []stack.Workload{w} }

// TestPublishedIsChecked: what components publish fits together, or is refused by the name of
// the component.
func TestPublishedIsChecked(t *testing.T) {
	search := stack.Workload{Component: "search", Ports: map[string]int32{"http": 7700}}
	offer := stack.Binding{Kind: "search", Component: "search", Port: 7700}
	sets := func(kind stack.BindingKind, names ...string) stack.Binding {
		b := stack.Binding{Kind: kind, Port: 443}
		for _, name := range names {
			b.Variables = append(b.Variables, stack.Variable{Key: name, Name: name, Value: "x"})
		}
		return b
	}
	for _, c := range []struct {
		reason     string
		components []stack.Component
		component  string // that is named; "" if all is well
		want       string
	}{
		{"a server and its clients", []stack.Component{publishing("search", runs(search), offer)}, "", ""},
		{
			"it may be that nothing in a stack is of a kind that is used",
			[]stack.Component{publishing("a", runs(stack.Workload{Component: "a", Uses: []stack.BindingKind{"search"}}))},
			"", "",
		},
		{
			"no name",
			[]stack.Component{publishing("", nil)},
			"[0]", "has no name; give it one",
		},
		{
			"an illegal name",
			[]stack.Component{publishing("My Search", nil)},
			`"My Search"`, "the name must be of lower-case letters, digits and '-'; choose another",
		},
		{
			"two of a name",
			[]stack.Component{publishing("search", nil), publishing("search", nil)},
			"search", "there are two of this name; rename one",
		},
		{
			"two workloads of a name",
			[]stack.Component{publishing("a", runs(search)), publishing("b", runs(search))},
			"b", "workload search: component a publishes one of this name too; rename one",
		},
		{
			"a workload that is no label",
			[]stack.Component{publishing("a", runs(stack.Workload{Component: "Search_1"}))},
			"a", `workload "Search_1": the name must be of lower-case letters, digits and '-'; choose another`,
		},
		{
			"a workload without a name",
			[]stack.Component{publishing("a", runs(stack.Workload{}))},
			"a", `workload "": the name must be of lower-case letters, digits and '-'; choose another`,
		},
		{
			"a port's name",
			[]stack.Component{publishing("a", runs(stack.Workload{Component: "a", Ports: map[string]int32{"HTTP": 80}}))},
			"a", `workload a: port "HTTP": the name must be of at most 15 lower-case letters, digits and '-'; choose another`,
		},
		{
			"a port's number",
			[]stack.Component{publishing("a", runs(stack.Workload{Component: "a", Ports: map[string]int32{"http": 0}}))},
			"a", "workload a: port http: 0 must be between 1 and 65535; correct it",
		},
		{
			"a server that nobody runs",
			[]stack.Component{publishing("a", nil, offer)},
			"a", `binding of kind search: nobody publishes the workload "search"; publish it, or leave Component empty for a ` +
				"service outside the stack",
		},
		{
			"another's server", []stack.Component{publishing("a", nil, offer), publishing("b", runs(search))}, "", "",
		},
		{
			"a port that it does not have",
			[]stack.Component{publishing("a", runs(search), stack.Binding{Kind: "search", Component: "search", Port: 80})},
			"a", "binding of kind search: the workload search has no port 80; add it to its Ports",
		},
		{
			"a port that Resolve adds", []stack.Component{publishing("a", runs(stack.Workload{Component: "search"}), offer), {
				Name: "b", Resolve: func(st *stack.Stack) error {
					st.Workload("search").Ports = map[string]int32{"http": 7700}
					return nil
				},
			}}, "", "",
		},
		{
			"no port",
			[]stack.Component{publishing("a", nil, stack.Binding{Kind: "search"})},
			"a", "binding of kind search: port 0 must be between 1 and 65535; correct it",
		},
		{
			"no kind",
			[]stack.Component{publishing("a", nil, stack.Binding{Port: 80})},
			"a", `binding without a kind; set Kind, such as "search"`,
		},
		{
			"every kind",
			[]stack.Component{publishing("a", nil, stack.Binding{Kind: stack.BindAny, Port: 80})},
			"a", `binding of kind "*": stands for all kinds, in Uses; set one of them`,
		},
		{
			"a CIDR",
			[]stack.Component{publishing("a", nil, stack.Binding{Kind: "search", Port: 80, CIDR: "10.0.0.0"})},
			"a", `binding of kind search: CIDR "10.0.0.0": must be an address and a prefix, such as 10.0.0.0/8; correct it`,
		},
		{
			"a port of no policy",
			[]stack.Component{publishing("a", runs(stack.Workload{Component: "a", Ingress: []stack.NetworkRule{{}}}))},
			"a", "workload a: Ingress: port 0 must be between 1 and 65535; correct it",
		},
		{
			"a protocol of no policy", []stack.Component{publishing("a", runs(stack.Workload{
				Component: "a", Egress: []stack.NetworkRule{{Port: 80, Protocol: "tcp"}},
			}))}, "a", `workload a: Egress: protocol "tcp": must be TCP, UDP or SCTP; correct it`,
		},
		{
			"an address of no policy", []stack.Component{publishing("a", runs(stack.Workload{
				Component: "a", Egress: []stack.NetworkRule{{Port: 80, CIDRs: []string{""}}},
			}))}, "a", `workload a: Egress: CIDR "": must be an address and a prefix, such as 10.0.0.0/8; correct it`,
		},
		{
			"a namespace of no policy", []stack.Component{publishing("a", runs(stack.Workload{
				Component: "a", Egress: []stack.NetworkRule{{Port: 80, Namespace: "A B"}},
			}))}, "a", `workload a: Egress: namespace "A B": must be of lower-case letters, digits and '-'; correct it`,
		},
		{
			"a label of no namespace", []stack.Component{publishing("a", runs(stack.Workload{
				Component: "a", Ingress: []stack.NetworkRule{{Port: 80, NamespaceLabel: "A B"}},
			}))}, "a", `workload a: Ingress: namespace label "A B": must be the key of a label; correct it`,
		},
		{
			"less than no pods",
			[]stack.Component{publishing("a", runs(stack.Workload{Component: "a", Replicas: -1}))},
			"a", "workload a: Replicas must not be negative; correct it",
		},
		{
			"no image's name",
			[]stack.Component{publishing("a", runs(stack.Workload{Component: "a", Image: "a:b:c:d"}))},
			"a", `workload a: Image: "a:b:c:d" must be an image; write one such as docker.io/library/postgres:17`,
		},
		{
			"a binding's namespace",
			[]stack.Component{publishing("a", nil, stack.Binding{Kind: "search", Port: 80, Namespace: "A B"})},
			"a", `binding of kind search: namespace "A B": must be of lower-case letters, digits and '-'; correct it`,
		},
		{
			"one variable for two keys", []stack.Component{publishing("a", nil, stack.Binding{
				Kind: "search", Port: 80, Variables: []stack.Variable{{Key: "a", Name: "A", Value: "1"}, {Key: "b", Name: "A", Value: "2"}},
			})}, "a", "binding of kind search: variable \"b\": its Name A is that of \"a\" too; rename one",
		},
		{
			"a file that is nowhere", []stack.Component{publishing("a", nil, stack.Binding{
				Kind: "search", Port: 80, Files: map[string]spec.SecretKey{"ca.crt": {Secret: "ca", Key: "crt"}},
			})}, "a", `binding of kind search: file "ca.crt": must be an absolute path, such as /etc/ssl/ca.crt; correct it`,
		},
		{
			"another's workload is removed", []stack.Component{publishing("a", runs(search)), {
				Name: "b", Publish: func(st *stack.Stack) error { st.Workloads = nil; return nil },
			}}, "b", "Publish has removed a workload or binding of another component; leave them",
		},
		{
			"another name for the stack", []stack.Component{{
				Name: "a", Resolve: func(st *stack.Stack) error { st.Name = "store"; return nil },
			}}, "a", "has changed the stack's name, environment or namespace; components only read them",
		},
		{
			"another namespace", []stack.Component{{
				Name: "a", Publish: func(st *stack.Stack) error { st.Spec.Namespace.Name = "store"; return nil },
			}}, "a", "has changed the stack's name, environment or namespace; components only read them",
		},
		{
			"a workload that Validate removes", []stack.Component{publishing("a", runs(search)), {
				Name: "b", Validate: func(st *stack.Stack) (errs, warnings field.ErrorList) { st.Workloads = nil; return nil, nil },
			}}, "b", "has added or removed a workload or binding; do it in Publish",
		},
		{
			"a variable of two bindings",
			[]stack.Component{publishing("a", nil, sets("search", "URL")), publishing("b", nil, sets("mail", "HOST", "URL"))},
			"b", "binding of kind mail: sets the variable URL, and so does that of kind search of component a; rename one",
		},
		{
			"a variable twice, of one value", []stack.Component{publishing("a", nil, sets("search", "URL", "URL"))}, "", "",
		},
		{
			"a workload that Resolve adds",
			[]stack.Component{{Name: "a", Resolve: func(st *stack.Stack) error { st.Publish(search); return nil }}},
			"a", "Resolve has added or removed a workload or binding; do it in Publish",
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			st, err := stack.Resolve(shop(), c.components...)
			if err == nil {
				_, _, err = st.Validate()
			}
			wantComponentError(t, err, c.component, c.want)
		})
	}
}

func wantComponentError(t *testing.T, err error, component, want string) {
	t.Helper()
	if want == "" {
		if err != nil {
			t.Errorf("got %v, want no error", err)
		}
		return
	}
	of, ok := errors.AsType[*stack.ComponentError](err)
	if !ok || of.Component != component || of.Err.Error() != want {
		t.Errorf("got %v, want of component %s: %s", err, component, want)
	}
}

// inMutate makes of a message about objects of a component the one about those of Mutate, of
// which there are two more.
var inMutate = strings.NewReplacer("component search", "Mutate", "the stack makes", "Mutate makes",
	"object 1 of 1", "object 5 of 5", "object 2 of 2", "object 6 of 6")

// nameless is a type whose author forgot what ObjectMeta is called.
type nameless struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:",inline"`
}

func (n *nameless) DeepCopyObject() runtime.Object { return n }

// otherwise is the end of a message about a field that is written as a text.
func otherwise(text string) string {
	return fmt.Sprintf("is written as %q; correct the type, whose TypeMeta has to be inline and whose ObjectMeta has to be "+
		"called metadata in JSON", text)
}

// labelled is a custom resource with a field of its metadata.
func labelled(field string, value any) stack.Object {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "example.com/v1", "kind": "Search", "metadata": map[string]any{"name": "shop-search", field: value},
	}}
}

// TestObjectsAreChecked: an object that no cluster takes is refused wherever it comes from, by
// the name of the component that made it.
func TestObjectsAreChecked(t *testing.T) {
	service := func(name string) *corev1.Service { return &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: name}} }
	custom := func(fields map[string]any) stack.Object {
		u := &unstructured.Unstructured{Object: fields}
		u.SetName("shop-search")
		return u
	}
	once := service("shop-search")
	rules := func(annotations map[string]string) stack.Object {
		return &corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: "shop-rules", Annotations: annotations}, Data: map[string]string{"a": "b"},
		}
	}
	refers := func(spec map[string]any) stack.Object {
		return custom(map[string]any{"apiVersion": "example.com/v1", "kind": "Search", "spec": spec})
	}
	const hashed = `refers to the ConfigMap shop-rules, which gets a hash of its content behind its name that is not put ` +
		`here; annotate the ConfigMap with djangostack.dev/fixed-name: "true"`
	for _, c := range []struct {
		reason  string
		objects []stack.Object
		want    string
	}{
		{"a typed one", []stack.Object{service("shop-search")}, ""},
		{"a custom resource", []stack.Object{custom(map[string]any{"apiVersion": "example.com/v1", "kind": "Search"})}, ""},
		{"nil", []stack.Object{service("shop-search"), nil}, "object 2 of 2 is nil; leave it out"},
		{"a nil pointer", []stack.Object{(*corev1.Service)(nil)}, "object 1 of 1 is nil; leave it out"},
		{"no name", []stack.Object{service("")}, "v1 Service : has no name; give it one"},
		{
			"a Service's name",
			[]stack.Object{service("Shop.search")},
			"v1 Service Shop.search: the name must be of lower-case letters, digits, '-' and '.', for some kinds without '.'; " +
				"make it with Stack.NameOf",
		},
		{
			"a Role's name", []stack.Object{&rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: "system:shop"}}}, "",
		},
		{
			"no TypeMeta",
			[]stack.Object{&storagev1.StorageClass{ObjectMeta: metav1.ObjectMeta{Name: "fast"}}},
			`*v1.StorageClass "fast" has no apiVersion or kind; set its TypeMeta`,
		},
		{
			"unstructured without a kind",
			[]stack.Object{custom(map[string]any{"apiVersion": "example.com/v1"})},
			`*unstructured.Unstructured "shop-search" has no apiVersion or kind; set its TypeMeta`,
		},
		{
			"unstructured of a known kind", []stack.Object{custom(map[string]any{"apiVersion": "v1", "kind": "Service"})}, "",
		},
		{
			"unstructured of a known kind, with a field that it does not have",
			[]stack.Object{custom(map[string]any{"apiVersion": "apps/v1", "kind": "Deployment", "spec": map[string]any{"replica": int64(1)}})},
			`apps/v1 Deployment shop-search: does not have the fields of its kind: strict decoding error: unknown field ` +
				`"spec.replica"; correct them`,
		},
		{
			"no kind's name",
			[]stack.Object{custom(map[string]any{"apiVersion": "example.com/v1", "kind": "../Search"})},
			"example.com/v1 ../Search shop-search: the kind must be a word such as ServiceMonitor, and the apiVersion such as " +
				"monitoring.coreos.com/v1; correct its TypeMeta",
		},
		{
			"a version that is written otherwise",
			[]stack.Object{custom(map[string]any{"apiVersion": "/v1", "kind": "Search"})},
			"v1 Search shop-search: apiVersion: " + otherwise("/v1"),
		},
		{
			"an ObjectMeta that is not called metadata",
			[]stack.Object{&nameless{metav1.TypeMeta{APIVersion: "example.com/v1", Kind: "Search"}, metav1.ObjectMeta{Name: "shop-search"}}},
			"example.com/v1 Search shop-search: metadata.name: " + otherwise(""),
		},
		{
			"a list, which kustomize takes apart",
			[]stack.Object{custom(map[string]any{"apiVersion": "example.com/v1", "kind": "SearchList", "items": []any{}})},
			"example.com/v1 SearchList shop-search: is a list, which kustomize takes apart; return its items",
		},
		{
			"annotations that kustomize makes texts of",
			[]stack.Object{labelled("annotations", map[string]any{"a": int64(1)})},
			"example.com/v1 Search shop-search: metadata.annotations: must be a map of texts; correct it",
		},
		{
			"labels that kustomize does not read",
			[]stack.Object{labelled("labels", []any{"a"})},
			"example.com/v1 Search shop-search: metadata.labels: must be a map of texts; correct it",
		},
		{
			"an annotation by which kustomize drops the object",
			[]stack.Object{labelled("annotations", map[string]any{"config.kubernetes.io/local-config": "true"})},
			"example.com/v1 Search shop-search: annotation config.kubernetes.io/local-config: is for tools that read files, to " +
				"which the object would be another one; remove it",
		},
		{
			"a label's key",
			[]stack.Object{labelled("labels", map[string]any{"a b": "c"})},
			`example.com/v1 Search shop-search: label "a b": the key must be one such as team or example.com/team; choose another`,
		},
		{
			"a label's value",
			[]stack.Object{labelled("labels", map[string]any{"a": "b c"})},
			`example.com/v1 Search shop-search: label a: "b c" must have at most 63 letters, digits, '-', '_' and '.'; choose ` +
				"another value",
		},
		{
			"two of an identity",
			[]stack.Object{service("shop-search"), service("shop-search")},
			"v1 Service shop-search: component search makes an object of this name too; give one of them another name",
		},
		{
			"two versions of one object",
			[]stack.Object{
				custom(map[string]any{"apiVersion": "example.com/v1", "kind": "Search"}),
				custom(map[string]any{"apiVersion": "example.com/v2", "kind": "Search"}),
			},
			"example.com/v2 Search shop-search: component search makes an object of this name too; give one of them another name",
		},
		{
			"one of every stack",
			[]stack.Object{&corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "shop-worker"}}},
			"v1 ServiceAccount shop-worker: the stack makes an object of this name too; give one of them another name",
		},
		{
			"the same object twice",
			[]stack.Object{once, once},
			"v1 Service shop-search: the same object comes from component search too; make a new one each time",
		},
		{
			"a namespace of a kind of the cluster",
			[]stack.Object{&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "shop", Namespace: "shop"}}},
			"rbac.authorization.k8s.io/v1 ClusterRole shop: must not have a namespace; a ClusterRole belongs to the cluster",
		},
		{
			"an illegal namespace",
			[]stack.Object{&rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: "shop", Namespace: "The Shop"}}},
			`rbac.authorization.k8s.io/v1 Role shop: namespace "The Shop": must be of lower-case letters, digits and '-'; correct it`,
		},
		{
			"a ConfigMap named by content, under configMap",
			[]stack.Object{rules(nil), refers(map[string]any{"configMap": map[string]any{"name": "shop-rules"}})},
			"example.com/v1 Search shop-search: spec.configMap.name: " + hashed,
		},
		{
			"in a list of names",
			[]stack.Object{rules(nil), refers(map[string]any{"extraConfigMaps": []any{"other", "shop-rules"}})},
			"example.com/v1 Search shop-search: spec.extraConfigMaps[1]: " + hashed,
		},
		{
			"beside its kind",
			[]stack.Object{rules(nil), refers(map[string]any{"ref": map[string]any{"kind": "ConfigMap", "name": "shop-rules"}})},
			"example.com/v1 Search shop-search: spec.ref.name: " + hashed,
		},
		{
			"another's name",
			[]stack.Object{rules(nil), refers(map[string]any{"service": map[string]any{"name": "shop-rules"}})},
			"",
		},
		{
			"a ConfigMap of fixed name", []stack.Object{
				rules(map[string]string{stack.AnnotationFixedName: "true"}),
				refers(map[string]any{"configMap": map[string]any{"name": "shop-rules"}}),
			}, "",
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			worker := publishing("worker", runs(stack.Workload{Component: "worker"}))
			search := stack.Component{Name: "search", Objects: func(*stack.Stack) ([]stack.Object, error) { return c.objects, nil }}
			st, err := stack.Resolve(shop(), worker, search)
			if err != nil {
				t.Fatal(err)
			}
			_, err = st.Build()
			wantComponentError(t, err, "search", c.want)

			st, err = stack.Resolve(shop(), worker)
			if err != nil {
				t.Fatal(err)
			}
			built, err := st.Build()
			if err != nil {
				t.Fatal(err)
			}
			_, err = st.Mutate(built, func(_ *stack.Stack, list []stack.Object) ([]stack.Object, error) {
				return append(list, c.objects...), nil
			})
			wantComponentError(t, err, "", inMutate.Replace(c.want))
		})
	}
}

// TestClusterScoped: a component says which kinds of custom resources belong to the cluster, and
// what is wrong in that is refused by its name.
func TestClusterScoped(t *testing.T) {
	tenants := []schema.GroupKind{{Group: "example.com", Kind: "Tenant"}}
	custom := func(apiVersion, kind, namespace string, spec map[string]any) stack.Object {
		u := &unstructured.Unstructured{Object: map[string]any{"apiVersion": apiVersion, "kind": kind, "spec": spec}}
		u.SetName("own")
		u.SetNamespace(namespace)
		return u
	}
	tenant := func(namespace string) stack.Object { return custom("example.com/v1", "Tenant", namespace, nil) }
	defined := func(scope string) stack.Object {
		return custom("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", map[string]any{
			"group": "example.com", "scope": scope, "names": map[string]any{"kind": "Tenant"},
		})
	}
	const definition = "apiextensions.k8s.io/v1 CustomResourceDefinition own: spec.scope: "
	for _, c := range []struct {
		reason  string
		kinds   []schema.GroupKind
		objects []stack.Object
		in      string // the namespace of the first object
		want    string
	}{
		{"as it is said", tenants, []stack.Object{tenant(""), defined("Cluster")}, "", ""},
		{"not said, as of most kinds", nil, []stack.Object{tenant(""), defined("Namespaced")}, "shop-prod", ""},
		{"a kind of Kubernetes' own", nil, []stack.Object{custom("networking.k8s.io/v1", "ServiceCIDR", "", nil)}, "", ""},
		{
			"that may be said, too",
			[]schema.GroupKind{{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"}},
			[]stack.Object{&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "own"}}},
			"", "",
		},
		{
			"a kind that Kubernetes has in namespaces",
			[]schema.GroupKind{{Group: "apps", Kind: "Deployment"}},
			nil, "",
			"ClusterScoped[0]: Deployment.apps must be a kind that belongs to the cluster, and Kubernetes has it in namespaces; " +
				"remove it",
		},
		{
			"a kind of the core group",
			[]schema.GroupKind{{Kind: "Tenant"}},
			nil, "",
			"ClusterScoped[0]: Tenant must be a kind that belongs to the cluster, and Kubernetes has it in namespaces; remove it",
		},
		{
			"a resource",
			[]schema.GroupKind{{Kind: "tenants.example.com"}},
			nil, "",
			`ClusterScoped[0]: "tenants.example.com" must be a kind and its group, such as {Group: "gateway.networking.k8s.io", ` +
				`Kind: "GatewayClass"}; correct it`,
		},
		{
			"a version",
			[]schema.GroupKind{{Group: "example.com/v1", Kind: "Tenant"}},
			nil, "",
			`ClusterScoped[0]: "Tenant.example.com/v1" must be a kind and its group, such as {Group: ` +
				`"gateway.networking.k8s.io", Kind: "GatewayClass"}; correct it`,
		},
		{
			"an object in a namespace", tenants,
			[]stack.Object{tenant("elsewhere")},
			"",
			"example.com/v1 Tenant own: must not have a namespace; a Tenant belongs to the cluster",
		},
		{
			"its definition has namespaces", tenants,
			[]stack.Object{defined("Namespaced")},
			"",
			definition + "is Namespaced, and ClusterScoped of component search has Tenant.example.com; remove it there, or " +
				"correct the scope",
		},
		{
			"its definition has none", nil,
			[]stack.Object{tenant(""), defined("Cluster")},
			"",
			definition + `is Cluster, and objects of the kind would get a namespace; add {Group: "example.com", Kind: "Tenant"} ` +
				"to ClusterScoped of the component",
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			st, err := stack.Resolve(shop(), stack.Component{
				Name: "search", ClusterScoped: c.kinds, Objects: func(*stack.Stack) ([]stack.Object, error) { return c.objects, nil },
			})
			var built []stack.Object
			if err == nil {
				built, err = st.Build()
			}
			wantComponentError(t, err, "search", c.want)
			if c.want != "" {
				return
			}
			first := built[slices.IndexFunc(built, func(o stack.Object) bool { return o.GetName() == "own" })]
			if st.Finish(built); first.GetNamespace() != c.in {
				t.Errorf("in the namespace %q, want %q", first.GetNamespace(), c.in)
			}
		})
	}
}
