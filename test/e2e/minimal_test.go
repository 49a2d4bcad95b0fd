package e2e

import "testing"

// TestMinimal is the shortest file there is. It exposes the site to nobody.
func TestMinimal(t *testing.T) {
	s := &stack{example: "minimal", environment: "dev", host: "minimal.example.com"}
	check(t, "minimal, dev overlay as committed", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before the web server started", migratedOnce},
		{"the public Host gets 200 through kubectl port-forward, a foreign one 400", hosts},
		{"an account that manage.py makes in the web server's pod can log in", accountByHand},
		{"a second apply changes nothing", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(append(
			resolving("web", "database", "migrate"),
			"web > database:5432", "migrate > database:5432",
		)...)},
	})
}
