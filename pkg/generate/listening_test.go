package generate_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestNetworkIngressNamesAComponent: the names that network.ingress takes are those of the
// workloads that listen, of a component of one's own as well, and no others, since a policy for
// them would match nothing.
func TestNetworkIngressNamesAComponent(t *testing.T) {
	const at = "spec.network.ingress.x.component"
	components := append(generate.Components(), stack.Component{Name: "search", Publish: func(st *stack.Stack) error {
		st.Publish(stack.Workload{Component: "search", Ports: map[string]int32{"http": 7700}, Replicas: 1})
		st.Publish(stack.Workload{Component: "search-index", Replicas: 1})
		return nil
	}})
	for seed := range uint64(worktest.Rounds(50)) {
		s := spectest.Random(rand.New(rand.NewPCG(seed, 4)))
		merged, err := s.Effective(s.EnvironmentNames()[0])
		if err != nil {
			t.Fatal(err)
		}
		st := stacktest.Resolve(merged, components...)
		for _, w := range append(slices.Clone(st.Workloads), stack.Workload{Component: "nobody"}) {
			st.Spec.Network.Ingress = map[string]spec.NetworkIngress{"x": {Namespace: "x", Component: w.Component}}
			errs, _, err := st.Validate()
			refused := slices.ContainsFunc(errs, func(e *field.Error) bool { return e.Field == at })
			if listens := len(w.AllPorts()) > 0; listens == refused || err != nil {
				t.Errorf("seed %d: %s listens: %t, and Validate says: %v %v", seed, w.Component, listens, errs, err)
			}
		}
	}
}
