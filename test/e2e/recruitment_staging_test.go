package e2e

import (
	"fmt"
	"testing"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
)

// TestRecruitmentStaging is the same site with the defaults of production: more
// than one of everything that may be, an autoscaler, a second kind of worker.
func TestRecruitmentStaging(t *testing.T) {
	s := &stack{
		example: "recruitment", environment: "staging", host: "jobs.staging.example.com", https: true, ingress: "traefik",
	}
	check(t, "recruitment, staging overlay as committed", s.alone, []claim{
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
	})
}

// autoscalerMinimum: the manifests leave the number to the autoscaler, which
// needs no metrics to bring up its minimum.
func autoscalerMinimum(t *testing.T, s *stack) string {
	a := get[autoscalingv2.HorizontalPodAutoscaler](t, "hpa", "-n", s.namespace(), s.name("web"))
	if n := len(s.pods(t, "web")); int32(n) != *a.Spec.MinReplicas {
		t.Errorf("%d run, the minimum is %d", n, *a.Spec.MinReplicas)
	}
	return fmt.Sprintf("%d of %d to %d", len(s.pods(t, "web")), *a.Spec.MinReplicas, a.Spec.MaxReplicas)
}
