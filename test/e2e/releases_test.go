package e2e

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestReleases is what releases do to what there is once: beat, a process that runs
// alone, and a web server whose volume one node at a time mounts.
func TestReleases(t *testing.T) {
	s := &stack{
		example: "releases", environment: "often", file: "stacks/releases.yaml", host: "releases.example.com",
		https: true, ingress: "ingress-nginx", patience: 7 * time.Minute,
	}
	check(t, "a stack of the suite's own, released while a release is under way", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{
			"under load: while a migration takes five minutes the old release serves, beat ticks and the singleton works; another " +
				"release 12 s later migrates nothing a second time; then each hands over, and never are there two", longMigration,
		},
		{"under load: while a migration fails the old release serves, beat ticks and the singleton works", failingMigration},
		{"a singleton whose pod is deleted is never there twice", aloneDeleted},
		{"the command of docs/pruning.md removes what the stack no longer has, and no claim, Secret or Namespace", pruned},
	})
}

// longMigration: between the two releases only a setting changes.
func longMigration(t *testing.T, s *stack) string {
	defer s.spare()()
	begun := s.now(t)
	l := s.startLoad(t, loadRate, readRuns...)
	s.release(t, "2.5.0")
	eventually(t, 2*time.Minute, "the migration", s.migrating)
	time.Sleep(12 * time.Second)
	s.alter(t, changeSetting)
	s.worksWhile(t, s.migrating)
	took := s.ready(t, 5*time.Minute)
	s.settled(t)
	time.Sleep(4 * period * time.Second) // the new ones are seen at work
	r := l.stop()
	text := r.none(l)
	if n := s.sql(t, "select count(*) from django_migrations where name = '0002_five_minutes'"); n != "1" {
		t.Errorf("the migration is recorded %s times", n)
	}
	return fmt.Sprintf("%s; %s; all of the new release %s after the migration", text, s.once(t, begun), seconds(took))
}

// migrating is an error unless the migration runs.
func (s *stack) migrating() error {
	list, err := tryGet[corev1.PodList]("pods", "-n", s.namespace(), "-l", "app.kubernetes.io/component=release")
	if err != nil {
		return err
	}
	for _, p := range list.Items {
		for _, c := range migrations(p) {
			if c.State.Running != nil {
				return nil
			}
		}
	}
	return fmt.Errorf("none runs")
}

// failingMigration: the Job tries it a few times, and the release is taken back.
func failingMigration(t *testing.T, s *stack) string {
	defer s.spare()()
	begun := s.now(t)
	l := s.startLoad(t, loadRate, readRuns...)
	s.release(t, "2.6.0")
	eventually(t, 3*time.Minute, "a failure", func() error {
		return failed(migrationFailed(t, s) != "", "none yet")
	})
	stuck := time.Now()
	s.worksWhile(t, func() error { return failed(time.Since(stuck) < time.Minute, "long enough") })
	s.release(t, "2.5.0")
	s.deleteUnfinishedJobs(t)
	s.settled(t)
	r := l.stop()
	text := r.none(l)
	if r.Releases["2.6.0"] > 0 {
		t.Errorf("%d requests were answered by the release that cannot be", r.Releases["2.6.0"])
	}
	return fmt.Sprintf("%s; %s", text, s.once(t, begun))
}

// aloneDeleted: a Deployment starts another pod before the old one has ended.
func aloneDeleted(t *testing.T, s *stack) string {
	begun := s.now(t)
	kubectl(t, "delete", "pod", "-n", s.namespace(), s.pods(t, "process-alone")[0].Name, s.pods(t, "beat")[0].Name)
	s.settled(t)
	took := eventually(t, 2*time.Minute, "ticks", func() error {
		n := s.sql(t, "select count(*) >= 4 from jobs_tick where at > '"+begun+"'")
		return failed(n == "t", "not four yet")
	})
	return fmt.Sprintf("%s, %s after all pods were ready", s.once(t, begun), seconds(took))
}

// worksWhile looks every so often, as long as the condition holds, whether beat and the
// process that runs alone did their work.
func (s *stack) worksWhile(t *testing.T, condition func() error) {
	t.Helper()
	const every = 3 * period * time.Second
	for {
		time.Sleep(every)
		if condition() != nil {
			return
		}
		for _, table := range []string{"jobs_tick where at", "jobs_run where key = 'alone' and started"} {
			if n := s.sql(t, "select count(*) from "+table+" > now() - interval '15 seconds'"); n == "0" {
				t.Errorf("nothing in the last %s: %s", every, table)
			}
		}
	}
}

// now is the database's clock.
func (s *stack) now(t *testing.T) string {
	t.Helper()
	return s.sql(t, "select now()")
}

// once: since then no tick came twice in a period, and the process that runs alone
// worked in one pod after the other.
func (s *stack) once(t *testing.T, since string) string {
	t.Helper()
	gaps := s.sql(t, "select min(gap), max(gap), count(*) from (select extract(epoch from at - lag(at) over (order by at)) gap "+
		"from jobs_tick where at > '"+since+"') gaps")
	var least, most float64
	var ticks int
	if _, err := fmt.Sscan(gaps, &least, &most, &ticks); err != nil {
		t.Fatalf("%v: %q", err, gaps)
	}
	if least < period-2 {
		t.Errorf("two ticks %.1f s apart: there are two schedulers", least)
	}
	hosts := strings.Fields(s.sql(t, "select host from jobs_run where key = 'alone' and started > '"+since+"' order by id"))
	turns := slices.Compact(slices.Clone(hosts))
	slices.Sort(hosts)
	if pods := slices.Compact(hosts); len(turns) != len(pods) {
		t.Errorf("the singleton worked in several pods by turns: %v", turns)
	}
	longest := s.sql(t, "select coalesce(max(gap), 0) from (select extract(epoch from started - lag(started) over (order by id)) gap "+
		"from jobs_run where key = 'alone' and started > '"+since+"') gaps")
	return fmt.Sprintf("%d ticks %.1f to %.1f s apart where %d is asked for, the singleton in %d pods one after the other, "+
		"%.4s s without it at most", ticks, least, most, period, len(turns), longest)
}

// pruned renames the worker, removes beat, and runs the command as the docs have it.
func pruned(t *testing.T, s *stack) string {
	defer s.spare()()
	kept := s.objectNames(t, "persistentvolumeclaims", "secrets", "namespaces")
	s.alter(t, func(d *spec.DjangoStack) {
		workers := d.Spec.Celery.Workers
		workers["tasks"] = workers["default"]
		delete(workers, "default")
		d.Spec.Celery.Beat = nil
	})
	s.ready(t, 5*time.Minute)
	s.settled(t)
	before := s.objectNames(t, prunedKinds...)
	args := s.pruneCommand(t)
	kubectl(t, args...)
	after := s.objectNames(t, prunedKinds...)
	gone := slices.DeleteFunc(slices.Clone(before), func(name string) bool { return slices.Contains(after, name) })
	for _, want := range []string{"deployments/releases-worker", "deployments/releases-beat", "networkpolicies/releases-worker"} {
		if !slices.Contains(gone, want) {
			t.Errorf("%s is still there", want)
		}
	}
	if now := s.objectNames(t, "persistentvolumeclaims", "secrets", "namespaces"); !slices.Equal(now, kept) {
		t.Errorf("there were %v, and there are %v", kept, now)
	}
	for _, line := range slices.Sorted(strings.Lines(s.apply(t))) {
		if strings.HasSuffix(strings.TrimSpace(line), "created") {
			t.Errorf("what the stack has was gone: %s", line)
		}
	}
	return fmt.Sprintf("%d objects gone, %d left", len(gone), len(after))
}

// prunedKinds are those that the docs list.
var prunedKinds = []string{
	"configmaps", "services", "serviceaccounts", "deployments", "statefulsets", "cronjobs", "jobs",
	"horizontalpodautoscalers", "poddisruptionbudgets", "ingresses", "networkpolicies",
}

// pruneCommand is the last one of the page's block, for this stack.
func (s *stack) pruneCommand(t *testing.T) []string {
	t.Helper()
	page, err := os.ReadFile("../../docs/pruning.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(page), "```sh\n")
	block, _, _ = strings.Cut(block, "```")
	_, command, found := strings.Cut(strings.ReplaceAll(block, "\\\n", " "), "\nkubectl apply -k overlays/prod --prune")
	if !found {
		t.Fatalf("there is no command to prune in %q", block)
	}
	command = strings.ReplaceAll(command, "shop-prod", s.namespace())
	return append([]string{"apply", "-k", s.overlay(), "--prune"}, strings.Fields(command)...)
}

// objectNames are those of the kinds in the namespace that are the stack's or its
// user's.
func (s *stack) objectNames(t *testing.T, kinds ...string) []string {
	t.Helper()
	var all []string
	for _, kind := range kinds {
		where := []string{"get", kind, "-n", s.namespace(), "-o", "name"}
		if kind == "namespaces" {
			where = []string{"get", kind, s.namespace(), "-o", "name"}
		}
		for name := range strings.FieldsSeq(kubectl(t, where...)) {
			_, name, _ = strings.Cut(name, "/")
			if !strings.HasPrefix(name, "kube-root-ca") && name != "default" {
				all = append(all, kind+"/"+name)
			}
		}
	}
	slices.Sort(all)
	return all
}
