package e2e

import (
	"testing"
	"time"
)

// TestRecruitmentStaging is the site with the defaults of production: more than
// one of everything that may be, an autoscaler, a second kind of worker. (Its prod
// overlay wants a database outside the cluster.)
func TestRecruitmentStaging(t *testing.T) {
	s := &stack{
		example: "recruitment", environment: "staging", host: "jobs.staging.example.com", https: true, ingress: "traefik",
		patience: 5 * time.Minute,
	}
	setup := func(t *testing.T) *stack {
		needMetrics(t)
		return s.beside(t)
	}
	var scaled autoscaling
	check(t, "recruitment, staging overlay as committed", setup, []claim{
		{"everything becomes Ready", everythingReady},
		{"the autoscaler has its least number of web servers running", autoscalerMinimum},
		{"migrations ran once, before the web servers started", migratedOnce},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"the superuser exists and can log in behind a proxy that ends TLS", login},
		{"a form starts a Celery task, and its result comes back", taskReturns},
		{"the cache is shared by the processes", cacheShared},
		{"Flower asks who one is, and sees the workers of every kind", flowerSees},
		{"a second apply changes nothing, the autoscaler's number neither", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"beat starts its task once per period, however many workers there are", beatTicks},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(recruitmentEdges("worker", "worker-mail")...)},
		{"NetworkPolicies, as enforced, are what was evaluated", enforced(recruitmentEdges("worker", "worker-mail")...)},
		{"under load the autoscaler starts more web servers, and no request fails", scaled.rises},
		{"the autoscaler takes the web servers away that the load asked for", scaled.falls},
	})
}
