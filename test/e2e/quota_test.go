package e2e

import (
	"fmt"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

const tightUpdate = updates + ", where there is room for one more pod only"

// updateInQuota has room for the migration or for a new pod, not for both. If the pod
// came first, it would wait for the migration, and the migration for its place.
func updateInQuota(t *testing.T, s *stack) string {
	var used int64
	for _, p := range get[corev1.PodList](t, "pods", "-n", s.namespace(), "--field-selector=status.phase=Running").Items {
		used += podRequest(p.Spec)
	}
	web := podRequest(s.pods(t, "web")[0].Spec)
	if s.asks.job == 0 || s.asks.job > web {
		t.Fatalf("the migration asks for %dm, a web pod for %dm", s.asks.job, web)
	}
	kubectl(t, "create", "quota", "room", "-n", s.namespace(), fmt.Sprintf("--hard=requests.cpu=%dm", used+web))
	defer kubectl(t, "delete", "quota", "room", "-n", s.namespace())
	return rollingUpdate(t, s)
}
