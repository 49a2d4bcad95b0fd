package e2e

import (
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// containerEnds: the main process of one pod's web server ends. Requests that
// reach this pod before its readiness says so get an error from nginx; the claim
// is that the kubelet starts it again and that the site is whole afterwards.
func containerEnds(t *testing.T, s *stack) string {
	l := s.startLoad(t, loadRate, "-key=ends")
	pod := s.pods(t, "web")[0]
	s.exec(t, pod.Name, "web", "sh", "-c", "kill -TERM 1")
	took := eventually(t, 3*time.Minute, "the container's restart", func() error {
		p, err := tryGet[corev1.Pod]("pods", "-n", s.namespace(), pod.Name)
		if err != nil {
			return err
		}
		for _, c := range p.Status.ContainerStatuses {
			if c.Name == "web" {
				return failed(c.RestartCount == 1 && c.Ready, "%d restarts, ready %v", c.RestartCount, c.Ready)
			}
		}
		return failed(false, "no status")
	})
	time.Sleep(5 * time.Second)
	r := l.stop()
	if r.Last > took.Seconds()+2 {
		t.Errorf("the last failure was at %.1f s, %s after the container was back", r.Last, seconds(took))
	}
	return fmt.Sprintf("back in %s; %s", seconds(took), r)
}

// siteWaits is how many seconds a site waits at most for a connection to its
// database: a request may fail that much later than the database is back.
const siteWaits = 5

func databaseRestart(t *testing.T, s *stack) string {
	text, r := s.restartDatabase(t, "-key=database")
	return text + ", " + s.kept(t, "database", r)
}

// restartDatabase deletes the database's pod under a load: it stops as it would for
// a new version or a drained node, and comes back with its volume.
func (s *stack) restartDatabase(t *testing.T, flags ...string) (string, loadReport) {
	t.Helper()
	l := s.startLoad(t, loadRate, flags...)
	time.Sleep(3 * time.Second)
	begun := time.Now()
	kubectl(t, "delete", "pod", "-n", s.namespace(), s.name("database")+"-0", "--wait=true")
	s.ready(t, 4*time.Minute)
	down := time.Since(begun)
	time.Sleep(10 * time.Second)
	r := l.stop()
	if r.Failed == 0 {
		t.Error("no request failed: the load did without the database")
	}
	if r.Last-r.First > down.Seconds()+siteWaits {
		t.Errorf("requests failed for %.1f s, the database was away for %s", r.Last-r.First, seconds(down))
	}
	if r.Last > 3+down.Seconds()+siteWaits+1 {
		t.Errorf("a request failed at %.1f s: %v", r.Last, r.Failures)
	}
	return fmt.Sprintf("away for %s, errors for %.0f s: %s", seconds(down), r.Last-r.First, r), r
}
