package generate_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestNetworkIngressNamesAComponent holds the names Validate takes for
// network.ingress against the workloads there are: each that listens, and none
// that does not, since a policy for it would match nothing.
func TestNetworkIngressNamesAComponent(t *testing.T) {
	const at = "spec.network.ingress.x.component"
	for seed := range uint64(worktest.Rounds(80)) {
		s := spectest.Random(rand.New(rand.NewPCG(seed, 4)))
		env := s.EnvironmentNames()[0]
		merged, err := s.Effective(env)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range stacktest.Resolve(merged).Workloads {
			merged.Spec.Network.Ingress = map[string]spec.NetworkIngress{"x": {Namespace: "x", Component: w.Component}}
			errs, _ := spec.Validate(merged)
			refused := slices.ContainsFunc(errs, func(e *field.Error) bool { return e.Field == at })
			if listens := len(w.Ports) > 0; listens == refused {
				t.Errorf("seed %d: %s listens: %t, and Validate says: %v", seed, w.Component, listens, errs)
			}
		}
	}
}
