package e2e

import "testing"

// TestMinimalDev and TestMinimalProd are the shortest file there is. It exposes the
// site to nobody; in prod it has two web servers.
func TestMinimalDev(t *testing.T)  { minimal(t, "dev") }
func TestMinimalProd(t *testing.T) { minimal(t, "prod") }

func minimal(t *testing.T, environment string) {
	t.Helper()
	s := &stack{example: "minimal", environment: environment, host: "minimal.example.com"}
	check(t, "minimal, "+environment+" overlay as committed", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before any web server started", migratedOnce},
		{"the public Host gets 200 through kubectl port-forward, a foreign one 400", hosts},
		{"an account that manage.py makes in the web server's pod can log in", accountByHand},
		{"a second apply changes nothing", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(append(
			resolving("web", "database", "release"),
			"web > database:5432", "release > database:5432",
		)...)},
		{settingChanged, settingRolls},
	})
}
