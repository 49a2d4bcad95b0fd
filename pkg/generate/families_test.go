package generate

import (
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestServersListenOnIPv6: each in its own words.
func TestServersListenOnIPv6(t *testing.T) {
	for server, want := range map[string][]string{
		"gunicorn": {"--bind", "[::]:8000"},
		"uwsgi":    {"--http-socket", "[::]:8000"},
		"uvicorn":  {"--host", "::"},
		"granian":  {"--host", "::"},
		"daphne":   {"--bind", "::"},
	} {
		all := built(t, `{network: {ipFamilies: [IPv6]}, web: {app: "shop.asgi:application", server: `+server+`}}`)
		c := get[*appsv1.Deployment](t, all, "Deployment/web").Spec.Template.Spec.Containers[0]
		words := slices.Concat(c.Command, c.Args)
		if i := slices.Index(words, want[0]); i < 0 || words[i+1] != want[1] {
			t.Errorf("%s listens by %q, want in it %q", server, words, want)
		}
	}
}

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
		st := &Stack{Spec: &spec.StackSpec{}}
		st.Spec.Network.IPFamilies = tc.families
		if got := st.ranges(tc.given); !slices.Equal(got, tc.want) {
			t.Errorf("%v in a cluster with %v: %v, want %v", tc.given, tc.families, got, tc.want)
		}
	}
}
