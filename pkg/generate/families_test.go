package generate_test

import (
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
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
		all := objectsOf(t, `{network: {ipFamilies: [IPv6]}, web: {app: "shop.asgi:application", server: `+server+`}}`)
		c := get[*appsv1.Deployment](t, all, "Deployment/web").Spec.Template.Spec.Containers[0]
		words := slices.Concat(c.Command, c.Args)
		if i := slices.Index(words, want[0]); i < 0 || words[i+1] != want[1] {
			t.Errorf("%s listens by %q, want in it %q", server, words, want)
		}
	}
}
