package e2e

import "testing"

// TestRecruitment has both environments, so that the minutes an autoscaler waits
// before it takes pods away pass while the other one is tried.
func TestRecruitment(t *testing.T) {
	staging := &stack{
		example: "recruitment", environment: "staging", host: "jobs.staging.example.com", https: true, ingress: "traefik",
	}
	t.Cleanup(func() { staging.down(t) })
	var scaled autoscaling
	t.Run("Staging", func(t *testing.T) { recruitmentStaging(t, staging, &scaled) })
	if !scaled.ended.IsZero() {
		staging.makeRoom(t)
	}
	t.Run("Dev", recruitmentDev)
	t.Run("StagingAfterLoad", func(t *testing.T) {
		check(t, "recruitment, staging overlay, when the load is over", func(t *testing.T) *stack {
			if scaled.ended.IsZero() {
				t.Skip("there was no load")
			}
			return staging
		}, []claim{
			{"the autoscaler takes the web servers away that the load asked for", scaled.falls},
		})
	})
}

// recruitmentStaging is the site with the defaults of production: more than one
// of everything that may be, an autoscaler, a second kind of worker. (Its prod
// overlay wants a database outside the cluster.)
func recruitmentStaging(t *testing.T, s *stack, scaled *autoscaling) {
	check(t, "recruitment, staging overlay as committed", func(t *testing.T) *stack {
		needMetrics(t)
		s.start(t)
		return s
	}, []claim{
		{"everything becomes Ready", everythingReady},
		{"the autoscaler has its least number of web servers running", autoscalerMinimum},
		{"migrations ran once, before the web servers started", migratedOnce},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"the superuser exists and can log in behind a proxy that ends TLS", login},
		{"a form starts a Celery task, and its result comes back", taskReturns},
		{"beat starts its task once per period, however many workers there are", beatTicks},
		{"the cache is shared by the processes", cacheShared},
		{"Flower asks who one is, and sees the workers of every kind", flowerSees},
		{"a second apply changes nothing, the autoscaler's number neither", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(recruitmentEdges("worker", "worker-mail")...)},
		{"NetworkPolicies, as enforced, are what was evaluated", enforced(recruitmentEdges("worker", "worker-mail")...)},
		{"under load the autoscaler starts more web servers, and no request fails", scaled.rises},
	})
}
