package manifests

import (
	"sync"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Manifests are the objects that the templates of spec.manifests render.
var Manifests = stack.Component{
	Name:          name,
	Publish:       publish,
	Resolve:       resolve,
	Validate:      validate,
	Objects:       objects,
	ClusterScoped: clusterScoped,
}

const name = "manifests"

// clusterScoped are kinds of widespread operators that belong to the cluster.
var clusterScoped = []schema.GroupKind{
	{Group: "cert-manager.io", Kind: "ClusterIssuer"},
	{Group: "external-secrets.io", Kind: "ClusterExternalSecret"},
	{Group: "external-secrets.io", Kind: "ClusterSecretStore"},
	{Group: "gateway.networking.k8s.io", Kind: "GatewayClass"},
	{Group: "kyverno.io", Kind: "ClusterPolicy"},
}

// ComponentName is the component of the pods of a manifest.
func ComponentName(manifest string) string { return "manifest-" + manifest }

// publish lets the pods of a manifest connect, and be connected to, as the spec says.
func publish(st *stack.Stack) error {
	for _, name := range sorted.Keys(st.Spec.Manifests) {
		m := st.Spec.Manifests[name]
		if len(m.Ports) == 0 && len(m.Uses) == 0 {
			continue
		}
		w := stack.Workload{Component: ComponentName(name), Ports: map[string]int32{}, Replicas: 1}
		for port, number := range m.Ports {
			w.Ports[port] = int32(number)
		}
		var names []string
		for _, use := range m.Uses {
			if kind, ok := kinds[use]; ok {
				w.Uses = append(w.Uses, kind)
			} else {
				names = append(names, use)
			}
		}
		w.Options = &spec.PodOptions{Uses: names}
		st.Publish(w)
		for _, number := range portsOf(m) {
			st.Bind(stack.Binding{Kind: "manifest", Component: w.Component, Port: number})
		}
	}
	return nil
}

// kinds are the bindings that a manifest's pods use.
var kinds = map[string]stack.BindingKind{
	spec.UseDatabases: stack.BindDatabase, spec.UseCaches: stack.BindCache, spec.UseBroker: stack.BindBroker,
	spec.UseProcesses: stack.BindProcess,
}

// portsOf returns the ports of a manifest, each once, in the order of their names.
func portsOf(m spec.Manifest) []int32 {
	seen := map[spec.Port]bool{}
	var ports []int32
	for _, name := range sorted.Keys(m.Ports) {
		if number := m.Ports[name]; !seen[number] {
			seen[number] = true
			ports = append(ports, int32(number))
		}
	}
	return ports
}

// resolve keeps what renders the manifests once they are asked for, when it is known who connects
// to whom.
func resolve(st *stack.Stack) error {
	if len(st.Spec.Manifests) > 0 {
		stack.Keep(st, once(sync.OnceValue(func() *rendered { return render(st) })))
	}
	return nil
}

type once func() *rendered

// renderedOf returns what the manifests render, nil where there are none.
func renderedOf(st *stack.Stack) *rendered {
	if render := stack.Kept[once](st); render != nil {
		return render()
	}
	return &rendered{}
}

// objects are made anew for each call. In the base, which need not be complete, a manifest that
// fails has none.
func objects(st *stack.Stack) ([]stack.Object, error) {
	r := renderedOf(st)
	if st.Environment != "" && len(r.wrong) > 0 {
		return nil, r.wrong[0]
	}
	var all []stack.Object
	for _, p := range r.parts {
		o, _ := stack.Decode(p.content)
		complete(st, p, o)
		all = append(all, o)
	}
	return all, nil
}
