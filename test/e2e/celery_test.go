package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
)

const formType = "application/x-www-form-urlencoded"

// taskReturns: the result's path is where the form redirects to.
func taskReturns(t *testing.T, s *stack) string {
	v := s.visitor(t)
	begun := time.Now()
	p := v.form("/", url.Values{"name": {"Grace Hopper"}})
	path := p.Request.URL.Path
	if !strings.HasPrefix(path, "/results/") {
		t.Fatalf("the form led to %d at %s", p.StatusCode, path)
	}
	var answer struct {
		State  string
		Result int
	}
	eventually(t, time.Minute, "the task's result", func() error {
		v.get(path).asJSON(t, &answer)
		return failed(answer.State == "SUCCESS", "state %s", answer.State)
	})
	if answer.Result != len("Grace Hopper") {
		t.Errorf("the result is %d", answer.Result)
	}
	return fmt.Sprintf("in %.1f s", time.Since(begun).Seconds())
}

// period is the one of the sample site's schedule, in seconds.
const period = 5

// beatTicks looks at all ticks since the stack was ready, seven periods or more.
func beatTicks(t *testing.T, s *stack) string {
	ready := float64(lastReady(get[corev1.PodList](t, "pods", "-n", s.namespace()).Items).Unix())
	var ticks []float64
	eventually(t, 9*period*time.Second, "8 ticks", func() error {
		var answer struct{ Ticks []float64 }
		s.visitor(t).get("/ticks/").asJSON(t, &answer)
		ticks = slices.DeleteFunc(answer.Ticks, func(at float64) bool { return at <= ready+1 })
		return failed(len(ticks) >= 8, "%d ticks", len(ticks))
	})
	least, most := float64(period), float64(period)
	for i := 1; i < len(ticks); i++ {
		gap := ticks[i] - ticks[i-1]
		least, most = min(least, gap), max(most, gap)
	}
	if least < period-2 || most > period+2 {
		t.Errorf("gaps between %.1f and %.1f s: %v", least, most, ticks)
	}
	return fmt.Sprintf("%d ticks, %.1f to %.1f s apart where %d is asked for", len(ticks), least, most, period)
}

func cacheShared(t *testing.T, s *stack) string {
	v := s.visitor(t)
	v.get("/cached/?value=tea")
	for range 6 {
		if p := v.get("/cached/"); !strings.Contains(p.body, "tea") {
			t.Errorf("a process knows nothing of it: %s", p.body)
		}
	}
	return "1 write, 6 reads by any of the processes"
}

// askFlower asks without a login, then with one, from Flower's own pod: nothing
// else may connect to it, people come by kubectl port-forward.
const askFlower = `
import base64, os, sys, urllib.error, urllib.request
page = "http://127.0.0.1:5555" + sys.argv[1]
try:
    urllib.request.urlopen(page)
except urllib.error.HTTPError as e:
    print(e.code)
login = base64.b64encode(os.environ["FLOWER_BASIC_AUTH"].encode()).decode()
request = urllib.request.Request(page, headers={"Authorization": "Basic " + login})
print(urllib.request.urlopen(request).read().decode())
`

// flowerAnswer is what Flower says of the workers: who is there, or for how many
// seconds none was heard of.
type flowerAnswer struct {
	Workers []string
	Quiet   float64
}

func (s *stack) flower(t *testing.T, page string) flowerAnswer {
	t.Helper()
	out := s.exec(t, "deploy/"+s.name("flower"), "flower", "python", "-c", askFlower, page)
	status, body, _ := strings.Cut(out, "\n")
	if status != "401" {
		t.Errorf("without a login: %s", status)
	}
	var answer flowerAnswer
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return answer
}

func flowerSees(t *testing.T, s *stack) string {
	answer := s.flower(t, "/")
	if len(answer.Workers) != len(s.workers(t)) {
		t.Errorf("it sees %v", answer.Workers)
	}
	return strings.Join(answer.Workers, ", ")
}

// flowerHears: its connection to the broker comes back too.
func flowerHears(t *testing.T, s *stack) string {
	took := eventually(t, 2*time.Minute, "events", func() error {
		quiet := s.flower(t, "/quiet").Quiet
		return failed(quiet < 10, "the last was %.0f s ago", quiet)
	})
	return "an event was heard within " + seconds(took)
}

// taskRun is one attempt at a task, as the site records it.
type taskRun struct {
	Key, Host string
	Finished  bool
}

func (s *stack) runs(t *testing.T, prefix string) []taskRun {
	t.Helper()
	var answer struct{ Runs []taskRun }
	s.visitor(t).get("/runs/?prefix="+prefix).asJSON(t, &answer)
	return answer.Runs
}

// begin starts a task and waits until a worker has it in hand.
func (s *stack) begin(t *testing.T, key string, seconds int) {
	t.Helper()
	v := s.visitor(t)
	p := v.send(http.MethodPost, "/tasks/", formType, fmt.Sprintf("key=%s&seconds=%d", key, seconds))
	if p.StatusCode != http.StatusAccepted {
		t.Fatalf("/tasks/: %d", p.StatusCode)
	}
	eventually(t, time.Minute, key+" to begin", func() error {
		return failed(len(s.runs(t, key)) == 1, "not begun")
	})
}

// readRuns has a load read from the database, without a cache or the broker between,
// and write nothing.
var readRuns = []string{"-path=/runs/?prefix=none", "-key="}

// workerKilled: no time to say goodbye, as when a node dies. The site asks for
// late acknowledgement, so the broker hands the task out again.
func workerKilled(t *testing.T, s *stack) string {
	l := s.startLoad(t, loadRate, readRuns...)
	s.begin(t, "killed", 10)
	worker := s.pods(t, "worker")[0]
	kubectl(t, "delete", "pod", "-n", s.namespace(), worker.Name, "--grace-period=0", "--force")
	took := eventually(t, 4*time.Minute, "the second attempt", func() error {
		runs := s.runs(t, "killed")
		return failed(len(runs) == 2 && runs[1].Finished, "%+v", runs)
	})
	if runs := s.runs(t, "killed"); runs[0].Finished || runs[0].Host == runs[1].Host {
		t.Errorf("not an attempt that died and one elsewhere: %+v", runs)
	}
	s.settled(t)
	return fmt.Sprintf("a second attempt ended %s after the kill; %s", seconds(took), l.stop().none(l))
}

// handedOut is when, after its start, a task that its worker gave back would be
// another's.
const handedOut = 35 * time.Second

// workerStopped: a rolling update or a drain gives a worker time to finish.
func workerStopped(t *testing.T, s *stack) string {
	l := s.startLoad(t, loadRate, readRuns...)
	begun := time.Now()
	took := s.stopWorker(t)
	time.Sleep(time.Until(begun.Add(handedOut)))
	if runs := s.runs(t, "stopped"); len(runs) != 1 {
		t.Errorf("%d attempts: %+v", len(runs), runs)
	}
	return fmt.Sprintf("1 attempt, done %s after the pod was told to stop; %s", seconds(took), l.stop().none(l))
}

func (s *stack) stopWorker(t *testing.T) time.Duration {
	t.Helper()
	defer s.spare()()
	s.begin(t, "stopped", 15)
	kubectl(t, "delete", "pod", "-n", s.namespace(), s.pods(t, "worker")[0].Name, "--wait=false")
	took := eventually(t, 2*time.Minute, "the task's end", func() error {
		runs := s.runs(t, "stopped")
		return failed(len(runs) > 0 && runs[0].Finished, "%+v", runs)
	})
	s.settled(t)
	return took
}

// workers are the pods of all kinds of Celery workers.
func (s *stack) workers(t *testing.T) []corev1.Pod {
	t.Helper()
	var out []corev1.Pod
	for _, component := range []string{"worker", "worker-mail", "worker-orders"} {
		out = append(out, s.pods(t, component)...)
	}
	return out
}

// brokerRestart: tasks that wait in the queue survive on the broker's volume,
// and workers and web come back to it by themselves.
func brokerRestart(t *testing.T, s *stack) string {
	const tasks = 20
	l := s.startLoad(t, loadRate, readRuns...)
	v := s.visitor(t)
	for i := range tasks {
		p := v.send(http.MethodPost, "/tasks/", formType, fmt.Sprintf("key=broker-%d&seconds=2", i))
		if p.StatusCode != http.StatusAccepted {
			t.Fatalf("/tasks/: %d", p.StatusCode)
		}
	}
	time.Sleep(2 * time.Second) // appendfsync everysec
	kubectl(t, "delete", "pod", "-n", s.namespace(), s.name("broker")+"-0")
	down := s.ready(t, 4*time.Minute)
	took := eventually(t, 5*time.Minute, "all tasks", func() error {
		done := map[string]bool{}
		for _, r := range s.runs(t, "broker-") {
			done[r.Key] = done[r.Key] || r.Finished
		}
		n := 0
		for _, ok := range done {
			if ok {
				n++
			}
		}
		return failed(n == tasks, "%d of %d are done", n, tasks)
	})
	text := l.stop().none(l)
	var restarts int32
	for _, p := range s.workers(t) {
		restarts += p.Status.ContainerStatuses[0].RestartCount
	}
	return fmt.Sprintf("%d tasks done by %d attempts within %s of the broker's return after %s; "+
		"%d workers restarted by their liveness probe; %s",
		tasks, len(s.runs(t, "broker-")), seconds(took), seconds(down), restarts, text)
}
