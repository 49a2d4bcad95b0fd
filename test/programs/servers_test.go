package programs

import (
	"fmt"
	"maps"
	"testing"
)

// seenSettings is imported by each interpreter as it starts, and has servers print what
// they have come to, and end.
const seenSettings = `
import json, os

def seen(**values):
    os.write(1, f"\nSEEN {json.dumps(values)}\n".encode())
    os._exit(0)

def after(cls, report):
    made = cls.__init__
    def init(self, *args, **kwargs):
        made(self, *args, **kwargs)
        report(self)
    cls.__init__ = init

server = os.environ["SERVER"]
if server == "gunicorn":
    from gunicorn.arbiter import Arbiter
    def report(arbiter):
        names = "worker_class_str workers threads timeout graceful_timeout max_requests max_requests_jitter keepalive worker_tmp_dir accesslog"
        seen(bind=arbiter.cfg.bind[0], trusts=arbiter.cfg.forwarded_allow_ips[0],
             **{name: getattr(arbiter.cfg, name) for name in names.split()})
    after(Arbiter, report)
if server == "uvicorn":
    from uvicorn.config import Config
    after(Config, lambda c: seen(bind=f"{c.host}:{c.port}", workers=c.workers, lifespan=c.lifespan,
          keepalive=c.timeout_keep_alive, max_requests=c.limit_max_requests, trusts=c.forwarded_allow_ips))
if server == "daphne":
    from daphne.server import Server
    after(Server, lambda s: seen(bind=s.endpoints[0], timeout=s.http_timeout, graceful=s.application_close_timeout))
`

const application = `
import os
if os.environ["SERVER"] == "uwsgi":
    import uwsgi
    from sitecustomize import seen
    # The last of several is what counts.
    last = {name.decode() if isinstance(name, bytes) else name: value for name, value in uwsgi.opt.items()}
    last = {name: value.decode() if isinstance(value, bytes) else str(value) for name, value in last.items()}
    seen(workers=uwsgi.numproc, bind=last.get("http-socket"), timeout=last.get("harakiri"),
         max_requests=last.get("max-requests"), threads=last.get("threads"))

def application(environ, start_response):
    start_response("200 OK", [])
    return [b""]
`

// TestServerSettings: of the settings of each server, what it comes to where nobody
// says anything, where the project does in each way the server knows, and where the
// spec does beside it.
func TestServerSettings(t *testing.T) {
	const file, variables = "gunicorn.conf.py", "GUNICORN_CMD_ARGS="
	for _, c := range []struct {
		reason, server, web string
		files               map[string]string
		image               []string
		want                map[string]any
	}{
		{
			"nobody says anything", "gunicorn", "", nil, nil,
			map[string]any{
				"bind": "0.0.0.0:8000", "workers": 3, "threads": 4, "timeout": 60, "graceful_timeout": 30, "max_requests": 1000,
				"max_requests_jitter": 150, "keepalive": 75, "worker_tmp_dir": "/dev/shm", "accesslog": "-", "trusts": "*",
			},
		},
		{
			"the project has a file", "gunicorn", "",
			map[string]string{file: "bind='127.0.0.1:1'\nworkers=8\nthreads=2\ntimeout=11\ngraceful_timeout=12\nmax_requests=0\n" +
				"keepalive=2\nworker_tmp_dir='.'\naccesslog=None\nforwarded_allow_ips='10.0.0.1'"},
			nil,
			map[string]any{
				"bind": "0.0.0.0:8000", "workers": 8, "threads": 2, "timeout": 11, "graceful_timeout": 12, "max_requests": 0,
				"keepalive": 2, "worker_tmp_dir": ".", "accesslog": nil, "trusts": "10.0.0.1",
			},
		},
		{
			"the project wants no threads", "gunicorn", "",
			map[string]string{file: "worker_class='sync'"},
			nil,
			map[string]any{"worker_class_str": "sync", "threads": 1, "workers": 3},
		},
		{
			"the project wants no threads, in a variable", "gunicorn", "", nil,
			[]string{variables + "-k sync"},
			map[string]any{"worker_class_str": "sync", "threads": 1},
		},
		{
			"the project wants threads, and does not say how many", "gunicorn", "",
			map[string]string{file: "worker_class='gthread'"},
			nil,
			map[string]any{"worker_class_str": "gthread", "threads": 4},
		},
		{
			"the project says after how many requests", "gunicorn", "",
			map[string]string{file: "max_requests=20"},
			nil,
			map[string]any{"max_requests": 20, "max_requests_jitter": 0},
		},
		{
			"the project says gunicorn's own value", "gunicorn", "",
			map[string]string{file: "timeout=30\nkeepalive=2\nmax_requests=0"},
			nil,
			map[string]any{"timeout": 30, "keepalive": 2, "max_requests": 0},
		},
		{
			"the image has variables", "gunicorn", "", nil,
			[]string{variables + "--threads 9 --timeout 13", "WEB_CONCURRENCY=7", "FORWARDED_ALLOW_IPS=10.0.0.2"},
			map[string]any{"bind": "0.0.0.0:8000", "workers": 7, "threads": 9, "timeout": 13, "trusts": "10.0.0.2"},
		},
		{
			"the spec says it too", "gunicorn",
			"workers: 2, threads: 6, timeout: 20s, maxRequests: 100, shutdown: {graceful: 21s}",
			map[string]string{file: "workers=8\nthreads=2\ntimeout=11\ngraceful_timeout=12\nmax_requests=0"},
			[]string{variables + "--threads 9", "WEB_CONCURRENCY=7"},
			map[string]any{
				"workers": 2, "threads": 6, "timeout": 20, "graceful_timeout": 21, "max_requests": 100, "max_requests_jitter": 15,
			},
		},
		{
			"nobody says anything", "uvicorn", "", nil, nil,
			map[string]any{
				"bind": "0.0.0.0:8000", "workers": 3, "lifespan": "auto", "keepalive": 75, "max_requests": nil, "trusts": "*",
			},
		},
		{
			"the image has variables", "uvicorn", "", nil,
			[]string{"UVICORN_WORKERS=9", "UVICORN_LIFESPAN=on", "UVICORN_TIMEOUT_KEEP_ALIVE=3", "FORWARDED_ALLOW_IPS=10.0.0.2"},
			map[string]any{"workers": 9, "lifespan": "on", "keepalive": 3, "trusts": "10.0.0.2"},
		},
		{
			"the image has the common one", "uvicorn", "", nil,
			[]string{"WEB_CONCURRENCY=5"},
			map[string]any{"workers": 5},
		},
		{
			"the spec says it too", "uvicorn", "workers: 2, maxRequests: 500", nil,
			[]string{"UVICORN_WORKERS=9", "UVICORN_LIMIT_MAX_REQUESTS=7"},
			map[string]any{"workers": 2, "max_requests": 500},
		},
		{
			"nobody says anything", "uwsgi", "", nil, nil,
			map[string]any{"bind": "0.0.0.0:8000", "workers": 3, "threads": "4", "timeout": "60", "max_requests": nil},
		},
		{
			"the image has variables, by another name too", "uwsgi", "", nil,
			[]string{"UWSGI_WORKERS=9", "UWSGI_HARAKIRI=7"},
			map[string]any{"workers": 9, "timeout": "7"},
		},
		{
			"the project has a file", "uwsgi", "",
			map[string]string{"own.ini": "[uwsgi]\nprocesses=6\nharakiri=8\n"},
			[]string{"UWSGI_INI=own.ini"},
			map[string]any{"workers": 6, "timeout": "8"},
		},
		{
			"the project has a file with coroutines", "uwsgi", "",
			map[string]string{"own.ini": "[uwsgi]\n; f\xfcr alle\n[prod]\nasync = 5\nugreen = true\nprocesses = 1\n"},
			[]string{"UWSGI_INI=own.ini:prod", "UWSGI_PLUGIN=python3,ugreen"},
			map[string]any{"workers": 1, "threads": nil},
		},
		{
			"the image has variables for coroutines", "uwsgi", "", nil,
			[]string{"UWSGI_ASYNC=5", "UWSGI_UGREEN=true", "UWSGI_PLUGIN=python3,ugreen"},
			map[string]any{"threads": nil},
		},
		{
			"the spec says it too", "uwsgi", "workers: 2, timeout: 20s, maxRequests: 0",
			map[string]string{"own.ini": "[uwsgi]\nprocesses=6\nharakiri=8\nmax-requests=5\n"},
			[]string{"UWSGI_INI=own.ini"},
			map[string]any{"workers": 2, "timeout": "20", "max_requests": "0"},
		},
		{
			"nobody says anything", "daphne", "", nil, nil,
			map[string]any{"bind": "tcp:port=8000:interface=0.0.0.0", "timeout": 60, "graceful": 30},
		},
		{
			"the spec says it", "daphne", "timeout: 20s, shutdown: {graceful: 21s}", nil, nil,
			map[string]any{"timeout": 20, "graceful": 21},
		},
	} {
		t.Run(c.server+" "+c.reason, func(t *testing.T) {
			web := "server: " + c.server + ", app: \"app:application\""
			if c.web != "" {
				web += ", " + c.web
			}
			files := map[string]string{"sitecustomize.py": seenSettings, "app.py": application}
			maps.Copy(files, c.files)
			seen := launch(t, "  web: {"+web+"}\n", "web", files, append(c.image, "SERVER="+c.server)...)
			for name, want := range c.want {
				if fmt.Sprint(seen[name]) != fmt.Sprint(want) {
					t.Errorf("%s is %v, not %v", name, seen[name], want)
				}
			}
		})
	}
}
