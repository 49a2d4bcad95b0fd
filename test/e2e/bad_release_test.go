package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// badRelease is one that cannot work: why says how it is stuck, once it is.
type badRelease struct {
	tag string
	why func(t *testing.T, s *stack) string
}

var (
	badImage     = badRelease{"9.9.9", imageMissing}.unharmed
	badMigration = badRelease{"1.4.0", migrationFailed}.unharmed
)

// stuckFor is how long the old release is watched beside one that is stuck.
const stuckFor = 10 * time.Second

// unharmed applies the release and looks at who serves while it is stuck. Then the
// good one is applied again, and all is as it was.
func (b badRelease) unharmed(t *testing.T, s *stack) string {
	defer s.spare()()
	before := s.pods(t, "web")
	_, good, _ := strings.Cut(before[0].Spec.Containers[0].Image, ":")
	l := s.startLoad(t, loadRate, "-key=bad"+b.tag)
	s.release(t, b.tag)
	var why string
	eventually(t, 2*time.Minute, "release "+b.tag+" to be stuck", func() error {
		why = b.why(t, s)
		return failed(why != "", "it is not")
	})
	time.Sleep(stuckFor)
	serving := 0
	for _, old := range before {
		for _, p := range s.pods(t, "web") {
			if p.UID == old.UID && containerStart(p, "web") != nil {
				serving++
			}
		}
	}
	if serving != len(before) {
		t.Errorf("%d of %d old pods still serve", serving, len(before))
	}
	if still := b.why(t, s); still == "" {
		t.Error("the release is not stuck any more")
	}
	begun := time.Now()
	s.release(t, good)
	s.deleteUnfinishedJobs(t)
	s.settled(t)
	back := time.Since(begun)
	r := l.stop()
	text := r.none(l)
	if r.Releases[b.tag] > 0 {
		t.Errorf("%d requests were answered by release %s", r.Releases[b.tag], b.tag)
	}
	return fmt.Sprintf("%s; %d of %d old pods serve; taken back in %s; %s", why, serving, len(before), seconds(back), text)
}

// imageMissing is what the kubelet says of the release's web server.
func imageMissing(t *testing.T, s *stack) string {
	for _, p := range s.componentPods(t, "web") {
		for _, c := range append(p.Status.InitContainerStatuses, p.Status.ContainerStatuses...) {
			if w := c.State.Waiting; w != nil && (w.Reason == "ErrImagePull" || w.Reason == "ImagePullBackOff") {
				return "the new pod's image cannot be pulled"
			}
		}
	}
	return ""
}

// migrationFailed: a pod of the migration's Job has failed, and the release's web
// server waits for what will not come.
func migrationFailed(t *testing.T, s *stack) string {
	failures, waiting := 0, false
	for _, p := range s.componentPods(t, "release") {
		for _, c := range migrations(p) {
			if end := c.State.Terminated; end != nil && end.ExitCode != 0 {
				failures++
			}
		}
	}
	for _, p := range s.componentPods(t, "web") {
		for _, c := range p.Status.InitContainerStatuses {
			waiting = waiting || c.Name == "wait-for-migrations" && c.State.Running != nil
		}
	}
	if failures == 0 || !waiting {
		return ""
	}
	return "the migration failed and the new pod waits for it"
}

// componentPods are all pods of a component, whatever has become of them.
func (s *stack) componentPods(t *testing.T, component string) []corev1.Pod {
	t.Helper()
	return get[corev1.PodList](t, "pods", "-n", s.namespace(), "-l", "app.kubernetes.io/component="+component).Items
}

func (s *stack) deleteUnfinishedJobs(t *testing.T) {
	t.Helper()
	for _, j := range get[batchv1.JobList](t, "jobs", "-n", s.namespace()).Items {
		if j.Status.Succeeded == 0 {
			kubectl(t, "delete", "job", "-n", s.namespace(), j.Name)
		}
	}
}
