package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// loadRate is requests a second: enough that no gap of a second goes unseen, and
// few enough for a small machine.
const loadRate = 4

// release compiles and applies the stack with this tag, as a pipeline does.
func (s *stack) release(t *testing.T, tag string) {
	t.Helper()
	s.alter(t, func(d *spec.DjangoStack) { d.Spec.Image.Tag = tag })
}

// written asks the site how many of a load's writes it has.
func (s *stack) written(t *testing.T, key string) int {
	t.Helper()
	var answer struct{ Count int }
	s.visitor(t).get("/comments/?prefix="+key).asJSON(t, &answer)
	return answer.Count
}

// kept fails the test if a write that was acknowledged is gone.
func (s *stack) kept(t *testing.T, key string, r loadReport) string {
	t.Helper()
	n := s.written(t, key)
	if n < r.Writes {
		t.Errorf("%d writes were acknowledged, %d are there", r.Writes, n)
	}
	return fmt.Sprintf("%d writes kept", n)
}

const updates = "under load: a new release with a schema migration and a changed setting fails no request and loses no write"

func rollingUpdate(t *testing.T, s *stack) string {
	defer s.spare()()
	l := s.startLoad(t, loadRate, "-key=rolling")
	time.Sleep(5 * time.Second) // the old release is seen serving
	before := s.configured(t)
	s.alter(t, func(d *spec.DjangoStack) {
		d.Spec.Image.Tag = "1.3.0"
		changeSetting(d)
	})
	took := s.ready(t, 6*time.Minute)
	s.haveSetting(t, before)
	s.settled(t) // its pods are told to stop, and end, under the load
	r := l.stop()
	text := r.none(l)
	if r.Releases["1.2.0"] == 0 || r.Releases["1.3.0"] == 0 {
		t.Errorf("not both releases served: %v", r.Releases)
	}
	s.migratedBefore(t, "1.3.0")
	return fmt.Sprintf("%s, %s, in %s", text, s.kept(t, "rolling", r), seconds(took))
}

// migratedBefore: no web container of the release began before its migration ended.
func (s *stack) migratedBefore(t *testing.T, tag string) {
	t.Helper()
	if n := s.sql(t, "select count(*) from django_migrations where name = '0002_comment_written'"); n != "1" {
		t.Errorf("the migration is recorded %s times", n)
	}
	ended := s.sql(t, "select extract(epoch from applied)::bigint from django_migrations where name = '0002_comment_written'")
	for _, p := range s.pods(t, "web") {
		started := containerStart(p, "web")
		if !strings.HasSuffix(p.Spec.Containers[0].Image, ":"+tag) || started == nil {
			t.Errorf("%s is not of release %s", p.Name, tag)
			continue
		}
		if at := fmt.Sprint(started.Unix()); at < ended {
			t.Errorf("%s started at %s, before the migration at %s", p.Name, at, ended)
		}
	}
}

func scaling(t *testing.T, s *stack) string {
	defer s.spare()()
	l := s.startLoad(t, loadRate, "-key=scaling")
	for _, replicas := range []int{2, 1} {
		kubectl(t, "scale", "-n", s.namespace(), "deployment", s.name("web"), fmt.Sprintf("--replicas=%d", replicas))
		s.settled(t)
	}
	r := l.stop()
	return fmt.Sprintf("1, 2, 1 replicas: %s, %s", r.none(l), s.kept(t, "scaling", r))
}

// settled waits until no pod of the stack is on its way in or out.
func (s *stack) settled(t *testing.T) {
	t.Helper()
	s.ready(t, 4*time.Minute)
	eventually(t, 2*time.Minute, "old pods to end", func() error {
		ending, err := tryKubectl("", "get", "pods", "-n", s.namespace(), "-o",
			`jsonpath={range .items[?(@.metadata.deletionTimestamp)]}{.metadata.name} {end}`)
		if err != nil {
			return err
		}
		return failed(ending == "", "%s still end", ending)
	})
}

func podDeleted(t *testing.T, s *stack) string {
	defer s.spare()()
	l := s.startLoad(t, loadRate, "-key=deleted")
	kubectl(t, "delete", "pod", "-n", s.namespace(), s.pods(t, "web")[0].Name, "--wait=false")
	time.Sleep(3 * time.Second) // the Deployment has noticed
	s.settled(t)
	return l.stop().none(l)
}

const finishesBeyond = "a pod that is deleted finishes a request that takes longer than the delay before its server is told to stop"

// finishes asks for a page that takes so many seconds, and deletes the pod that
// works on it; which of them that is does not matter where all go.
func finishes(work int) func(t *testing.T, s *stack) string {
	return func(t *testing.T, s *stack) string {
		defer s.spare()()
		v := s.visitor(t)
		answered := make(chan string, 1)
		begun := time.Now()
		go func() { answered <- v.answer(fmt.Sprintf("/slow/?seconds=%d", work)) }()
		time.Sleep(2 * time.Second)
		delay := s.pods(t, "web")[0].Spec.Containers[0].Lifecycle.PreStop.Sleep.Seconds
		kubectl(t, "delete", "pods", "-n", s.namespace(), "-l", "app.kubernetes.io/component=web", "--wait=false")
		if answer := <-answered; answer != "200 done" {
			t.Errorf("after %.0f s: %s", time.Since(begun).Seconds(), answer)
		}
		s.settled(t)
		return fmt.Sprintf("%d s of work, deleted after 2 s, told to stop %d s later", work, delay)
	}
}

const eviction = `{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":%q,"namespace":%q}}`

// drain evicts all web pods at once, as kubectl drain does: the budget has to
// hold back all but one until that one is replaced.
func drain(t *testing.T, s *stack) string {
	defer s.spare()()
	l := s.startLoad(t, loadRate, "-key=drain")
	pods := s.pods(t, "web")
	begun, refused := time.Now(), 0
	for i, p := range pods {
		eventually(t, 4*time.Minute, "eviction of "+p.Name, func() error {
			raw := fmt.Sprintf("/api/v1/namespaces/%s/pods/%s/eviction", s.namespace(), p.Name)
			_, err := tryKubectl(fmt.Sprintf(eviction, p.Name, s.namespace()), "create", "--raw", raw, "-f", "-")
			if err != nil && strings.Contains(err.Error(), "disruption budget") {
				refused++
			}
			return err
		})
		if i == 1 && refused == 0 {
			t.Error("the budget let two of three pods go at once")
		}
	}
	s.settled(t)
	took := time.Since(begun)
	return fmt.Sprintf("%d evicted in %s, %d refusals; %s", len(pods), seconds(took), refused, l.stop().none(l))
}

// cronRuns makes a Job of a CronJob, as its schedule would.
func cronRuns(name string) func(t *testing.T, s *stack) string {
	return func(t *testing.T, s *stack) string {
		defer s.spare()()
		job := "by-hand-" + name
		kubectl(t, "create", "job", "-n", s.namespace(), job, "--from=cronjob/"+s.name("cron-"+name))
		took := eventually(t, 3*time.Minute, "the cron job", func() error {
			j, err := tryGet[batchv1.Job]("jobs", "-n", s.namespace(), job)
			if err != nil {
				return err
			}
			return failed(j.Status.Succeeded == 1, "%+v", j.Status)
		})
		return name + " in " + seconds(took)
	}
}
