package generate_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestOwnContainersAreReserved: no user can give a container the name of one of ours.
func TestOwnContainersAreReserved(t *testing.T) {
	check := func(s *spec.DjangoStack) {
		merged, err := s.Effective(s.EnvironmentNames()[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range stacktest.Objects(stacktest.Resolve(merged)) {
			pod := stack.PodSpecOf(o)
			component := o.GetLabels()[stack.LabelComponent]
			if pod == nil || strings.HasPrefix(component, "manifest-") || strings.HasPrefix(component, "service-") {
				continue
			}
			for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
				if !reserved(c.Name) && !ofUser(merged, c) {
					t.Errorf("%s has a container %s; add the name to spec.OwnContainers", o.GetName(), c.Name)
				}
			}
		}
	}
	check(spectest.Everything())
	for seed := range uint64(worktest.Rounds(20)) {
		check(spectest.Random(rand.New(rand.NewPCG(seed, 21))))
	}
}

func reserved(name string) bool {
	return slices.ContainsFunc(spec.OwnContainers, func(own string) bool {
		return name == own || strings.HasSuffix(own, "-") && strings.HasPrefix(name, own)
	})
}

// ofUser reports whether a container has the name of one that the user adds somewhere.
func ofUser(s *spec.Effective, c corev1.Container) bool {
	found := false
	eachPodOptions(reflect.ValueOf(&s.Spec).Elem(), "spec", func(_ string, o *spec.PodOptions) {
		_, sidecar := o.Sidecars[c.Name]
		_, once := o.InitContainers[c.Name]
		found = found || sidecar || once
	})
	return found
}
