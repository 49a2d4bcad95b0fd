package stack

import (
	"slices"
	"testing"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestAnywhereIsInTheFamiliesThereAre: a policy names no family that the cluster lacks.
func TestAnywhereIsInTheFamiliesThereAre(t *testing.T) {
	const office = "10.0.0.0/8"
	for _, tc := range []struct {
		families    []spec.IPFamily
		given, want []string
	}{
		{[]spec.IPFamily{spec.IPv4}, []string{spec.Anywhere, office}, []string{spec.Anywhere, office}},
		{[]spec.IPFamily{spec.IPv4, spec.IPv6}, []string{spec.Anywhere}, []string{spec.Anywhere, anywhereIPv6}},
		{[]spec.IPFamily{spec.IPv6, spec.IPv4}, []string{spec.Anywhere, anywhereIPv6}, []string{spec.Anywhere, anywhereIPv6}},
		{[]spec.IPFamily{spec.IPv6}, []string{spec.Anywhere, office}, []string{office, anywhereIPv6}},
		{[]spec.IPFamily{spec.IPv6}, []string{office}, []string{office}},
	} {
		st := &Stack{Spec: spec.StackSpec{}}
		st.Spec.Network.IPFamilies = tc.families
		if got := st.Ranges(tc.given); !slices.Equal(got, tc.want) {
			t.Errorf("%v in a cluster with %v: %v, want %v", tc.given, tc.families, got, tc.want)
		}
	}
}
