package programs

import (
	"fmt"
	"strings"
	"testing"
)

// shop is a Celery project that prints what its worker or beat has come to, and ends.
const shop = `
import json, os
from celery import Celery, signals
from celery.concurrency.base import BasePool

app = Celery("shop", broker="memory://")
CONFIGURE

def seen(**values):
    os.write(1, f"\nSEEN {json.dumps(values)}\n".encode())
    os._exit(0)

def limits(worker):
    """What the pool limits a task to that says nothing of its own, hard and soft."""
    given = {}
    class Pool(BasePool):
        _does_debug = False
        def on_apply(self, *args, **options):
            given.update(options)
    Pool(1).apply_async(print, timeout=None, soft_timeout=None)
    return given["timeout"] or worker.time_limit, given["soft_timeout"] or worker.soft_time_limit

@signals.celeryd_after_setup.connect
def worker(instance, **_):
    i = instance
    limit, soft = limits(i)
    seen(pool=i.pool_cls.__module__.rpartition(".")[2], concurrency=i.concurrency, prefetch=i.prefetch_multiplier,
         limit=limit, soft=soft, children=i.max_tasks_per_child, level=i.loglevel,
         queues=sorted(i.app.amqp.queues.consume_from), name=i.hostname.partition("@")[0])

@signals.beat_init.connect
def beat(sender, **_):
    cls = type(sender.scheduler)
    seen(scheduler=cls.__module__ + ":" + cls.__name__, file=sender.schedule_filename)
`

func project(configure string) map[string]string {
	return map[string]string{"shop.py": strings.Replace(shop, "CONFIGURE", configure, 1)}
}

// TestWorkerSettings: of every option, what a worker comes to where nobody says
// anything, where the project does, and where the spec does beside it.
func TestWorkerSettings(t *testing.T) {
	for _, c := range []struct {
		seen, project, spec     string
		silent, projects, specs any
	}{
		{"pool", `worker_pool="threads"`, "pool: prefork", "prefork", "thread", "prefork"},
		{"concurrency", "worker_concurrency=7", "concurrency: 3", 2, 7, 3},
		{"prefetch", "worker_prefetch_multiplier=4", "prefetchMultiplier: 2", 1, 4, 2},
		{"prefetch", "worker_prefetch_multiplier=4", "prefetchMultiplier: 0", 1, 4, float64(2147483647)},
		{"limit", "task_time_limit=43200", "timeLimit: 50s", 300, 43200, 50},
		{"soft", "task_soft_time_limit=1800", "softTimeLimit: 40s", 270, 1800, 40},
		{"children", "worker_max_tasks_per_child=5", "maxTasksPerChild: 9", 1000, 5, 9},
		{"children", "worker_max_tasks_per_child=5", "maxTasksPerChild: 0", 1000, 5, float64(2147483647)},
		{"queues", `task_default_queue="orders"`, "queues: [b, a]", "[celery]", "[orders]", "[a b]"},
	} {
		for _, one := range []struct {
			reason, configure, worker string
			want                      any
		}{
			{"nobody says anything", "", "", c.silent},
			{"the project sets it", "app.conf.update(" + c.project + ")", "", c.projects},
			{"the spec sets it too", "app.conf.update(" + c.project + ")", c.spec, c.specs},
		} {
			t.Run(c.seen+" "+c.spec+" "+one.reason, func(t *testing.T) {
				text := "  broker: {}\n  celery: {workers: {default: {" + one.worker + "}}}\n"
				seen := launch(t, text, "worker", project(one.configure))
				if fmt.Sprint(seen[c.seen]) != fmt.Sprint(one.want) {
					t.Errorf("%s is %v, not %v", c.seen, seen[c.seen], one.want)
				}
			})
		}
	}
}

// TestWaysToConfigureCelery: however a project says it, it is heard, and one time limit
// of its own leaves no place for the other of ours.
func TestWaysToConfigureCelery(t *testing.T) {
	for _, c := range []struct {
		reason, configure string
		image             []string
		want              string // concurrency, limit, soft limit, prefetch multiplier, log level
	}{
		{"not at all", "", nil, "2 300 270 1 20"},
		{
			"Django's settings under a namespace", "class S: CELERY_TASK_TIME_LIMIT=1800; CELERY_WORKER_PREFETCH_MULTIPLIER=4\n" +
				`app.config_from_object(S, namespace="CELERY")`, nil, "2 1800 <nil> 4 20",
		},
		{
			"names of Celery 3", "class S: CELERYD_TASK_TIME_LIMIT=1800; CELERYD_PREFETCH_MULTIPLIER=4; CELERYD_CONCURRENCY=7\n" +
				"app.config_from_object(S)", nil, "7 1800 <nil> 4 20",
		},
		{
			"another name of Celery 3", "class S: BROKER_URL=\"memory://\"; CELERYD_CONCURRENCY=7\napp.config_from_object(S)",
			nil, "7 300 270 1 20",
		},
		{"one by one", "app.conf.task_soft_time_limit = 1800", nil, "2 <nil> 1800 1 20"},
		{"Celery's own value, on purpose", "app.conf.worker_prefetch_multiplier = 4", nil, "2 300 270 4 20"},
		{
			"variables of the image", "",
			[]string{"CELERY_WORKER_CONCURRENCY=9", "CELERY_WORKER_SOFT_TIME_LIMIT=7", "CELERY_WORKER_LOGLEVEL=ERROR"},
			"9 <nil> 7 1 40",
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			s := launch(t, "  broker: {}\n  celery: {}\n", "worker", project(c.configure), c.image...)
			if got := fmt.Sprint(s["concurrency"], s["limit"], s["soft"], s["prefetch"], s["level"]); got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
			if s["name"] != "default" {
				t.Errorf("the worker's name is %v", s["name"])
			}
		})
	}
}

// TestProjectSettlesItLate: whatever way to configure its worker has an effect without
// this launcher has the same effect with it.
func TestProjectSettlesItLate(t *testing.T) {
	const own = "    app.conf.update(worker_concurrency=7, worker_prefetch_multiplier=4, task_time_limit=43200, " +
		"worker_max_tasks_per_child=5)\n"
	plain := worker(t, "", false)
	for _, way := range []string{
		"if True:\n",
		"@app.on_configure.connect\ndef configure(**_):\n",
		"@app.on_after_configure.connect\ndef configure(**_):\n",
		"@app.on_after_finalize.connect\ndef configure(**_):\n",
		"@signals.celeryd_init.connect\ndef configure(**_):\n",
		"@signals.worker_init.connect\ndef configure(**_):\n",
		"@signals.celeryd_init.connect\ndef configure(conf, **_):\n    conf.task_soft_time_limit = 1800\n",
		"@signals.worker_init.connect\ndef configure(sender, **_):\n    sender.time_limit = sender.concurrency = 9\n",
	} {
		t.Run(way, func(t *testing.T) {
			theirs, ours := worker(t, way+own, false), worker(t, way+own, true)
			for name, value := range theirs {
				heard := fmt.Sprint(value) != fmt.Sprint(plain[name])
				if got := ours[name]; heard && fmt.Sprint(got) != fmt.Sprint(value) {
					t.Errorf("%s is %v, and %v without the launcher", name, got, value)
				}
			}
			if theirs["limit"] != nil && ours["soft"] != theirs["soft"] {
				t.Errorf("the project limits tasks to %v and the launcher to %v", theirs["limit"], ours["soft"])
			}
		})
	}
}

// worker is what a worker comes to, with the launcher or without it.
func worker(t *testing.T, configure string, launched bool) map[string]any {
	t.Helper()
	files := project(configure)
	if !launched {
		files["launcher.py"] = "import runpy\nrunpy.run_module('celery', run_name='__main__')\n"
	}
	return launch(t, "  broker: {}\n  celery: {}\n", "worker", files)
}

// TestTasksOfTheirOwnLimits: what a task or its caller says of one limit is not cut short
// by our other; a task of which nobody says anything is.
func TestTasksOfTheirOwnLimits(t *testing.T) {
	for _, c := range []struct{ reason, task, call, want string }{
		{"nobody says anything", "", "", "SoftTimeLimitExceeded"},
		{"the task has a hard limit", "time_limit=60", "", "done"},
		{"the task has a soft limit", "soft_time_limit=60", "", "done"},
		{"the caller has a hard limit", "", "time_limit=60", "done"},
		{"the caller has a soft limit", "", "soft_time_limit=60", "done"},
		{"an annotation has a hard limit", "", "", "done"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			configure := `app.conf.broker_transport_options = {"data_folder_in": ".", "data_folder_out": "."}` + "\n"
			if strings.HasPrefix(c.reason, "an annotation") {
				configure += `app.conf.task_annotations = {"shop.slow": {"time_limit": 60}}` + "\n"
			}
			seen := launch(t, "  broker: {}\n  celery: {}\n", "worker", map[string]string{
				"sitecustomize.py": "import os\nos.environ['DJANGOSTACK_DEFAULTS'] = " +
					`'{"worker_concurrency": 1, "task_time_limit": 5, "task_soft_time_limit": 1}'` + "\n",
				"shop.py": strings.NewReplacer("TASK", c.task, "CALL", c.call).Replace(limited) + configure,
			})
			if seen["result"] != c.want {
				t.Errorf("the task has %v, not %s", seen["result"], c.want)
			}
		})
	}
}

const limited = `
import json, os, time
from celery import Celery, exceptions, signals

app = Celery("shop", broker="filesystem://")

@app.task(TASK)
def slow():
    result = "done"
    try:
        time.sleep(2)
    except exceptions.SoftTimeLimitExceeded:
        result = "SoftTimeLimitExceeded"
    os.write(1, f'\nSEEN {json.dumps({"result": result})}\n'.encode())
    os.kill(os.getppid(), 9)

@signals.worker_ready.connect
def call(**_):
    slow.apply_async(CALL)
`

// TestBeatSettings: the scheduler is the project's, the file where the pod can write.
func TestBeatSettings(t *testing.T) {
	const file = "/tmp/celerybeat-schedule"
	for _, c := range []struct{ reason, configure, beat, want string }{
		{"nobody says anything", "", "", "celery.beat:PersistentScheduler"},
		{"the project sets it", `app.conf.beat_scheduler = "celery.beat:Scheduler"`, "", "celery.beat:Scheduler"},
		{
			"the spec sets it too", `app.conf.beat_scheduler = "celery.beat:Scheduler"`,
			`scheduler: "celery.beat:PersistentScheduler"`, "celery.beat:PersistentScheduler",
		},
		{"a file that cannot be written", `app.conf.beat_schedule_filename = "/beat"`, "", "celery.beat:PersistentScheduler"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			s := launch(t, "  broker: {}\n  celery: {beat: {"+c.beat+"}}\n", "beat", project(c.configure))
			if s["scheduler"] != c.want || s["file"] != file {
				t.Errorf("%v in %v, not %s in %s", s["scheduler"], s["file"], c.want, file)
			}
		})
	}
}

// TestLauncherClearsRefusals: a worker came back to its broker and hung: epoll reported
// an error that nobody had read, for ever. A refusal of an earlier datagram in a
// socket's error queue is what a node's answer for a Service without pods leaves behind
// in that of a connection.
func TestLauncherClearsRefusals(t *testing.T) {
	launch(t, "  broker: {}\n  celery: {}\n", "worker", map[string]string{"shop.py": `
import os, select, socket, tempfile, time

def closed_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()

def refused():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IP, 11, 1)  # IP_RECVERR
    s.sendto(b"x", closed_port())
    assert reported(s), "nothing was refused"
    return s

def reported(s):
    poll = select.epoll()
    poll.register(s, select.EPOLLERR)
    return bool(poll.poll(0.1))

for timeout in (None, 30):
    s = refused()
    s.settimeout(timeout)
    begun = time.monotonic()
    s.connect(("127.0.0.1", 9))
    assert not reported(s), "epoll still reports the refusal"
    assert s.gettimeout() == timeout, f"the timeout is {s.gettimeout()}"
    assert time.monotonic() - begun < 10, "it waited for the timeout"
with tempfile.TemporaryDirectory() as d:
    server = socket.socket(socket.AF_UNIX)
    server.bind(d + "/socket")
    server.listen()
    s = socket.socket(socket.AF_UNIX)
    s.connect(d + "/socket")
    server.accept()[0].send(b"greeting")
    assert s.recv(8) == b"greeting", "a server's first words were lost"
print("SEEN {}", flush=True)
os._exit(0)
`})
}
