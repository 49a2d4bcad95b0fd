package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// late is how long the enforcer is held up: longer than a process of the stack
// takes to ask its database for the first time.
const late = 15 * time.Second

// lateEnforcer: an enforcer learns of a pod when it already runs, and until then
// the database's policy lets it in no more than a stranger. The one the suite
// brings can be stopped for longer than that takes by itself.
func lateEnforcer(cron string) func(t *testing.T, s *stack) string {
	return func(t *testing.T, s *stack) string {
		if enforcer != broughtEnforcer {
			s.skip(t, fmt.Errorf("only an enforcer that the suite brought can be held up"))
		}
		defer s.spare()()
		enforcing.Lock() // others count on it
		defer enforcing.Unlock()
		signalEnforcer(t, "STOP")
		t.Cleanup(func() { signalEnforcer(t, "CONT") })
		kubectl(t, "create", "job", "-n", s.namespace(), "cron-early", "--from=cronjob/"+s.name("cron-"+cron))
		time.Sleep(late)
		if job := s.job(t, "cron-early"); job.Status.Succeeded > 0 {
			t.Error("the job needed no policy: the enforcer was not held up")
		}
		signalEnforcer(t, "CONT")
		took := eventually(t, 2*time.Minute, "the job", func() error {
			job := s.job(t, "cron-early")
			return failed(job.Status.Succeeded == 1, "%+v", job.Status)
		})
		if job := s.job(t, "cron-early"); job.Status.Failed > 0 {
			t.Errorf("%d of its pods failed", job.Status.Failed)
		}
		return fmt.Sprintf("held up for %s; the job was done %s later, by its first pod", seconds(late), seconds(took))
	}
}

func (s *stack) job(t *testing.T, name string) batchv1.Job {
	t.Helper()
	return get[batchv1.Job](t, "jobs", "-n", s.namespace(), name)
}

// signalEnforcer stops or continues kube-router on every node.
func signalEnforcer(t *testing.T, signal string) {
	t.Helper()
	pods := get[corev1.PodList](t, "pods", "-n", bringings, "-l", "app=kube-router").Items
	for _, p := range pods {
		kubectl(t, "exec", "-n", bringings, p.Name, "--", "sh", "-c", `kill -s "$1" $(cat /run/kube-router.pid)`, "sh", signal)
	}
	if len(pods) == 0 || slices.ContainsFunc(pods, func(p corev1.Pod) bool { return p.DeletionTimestamp != nil }) {
		t.Fatal("the enforcer is not there")
	}
}
