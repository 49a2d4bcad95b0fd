package web

import (
	"fmt"
	"strconv"

	"github.com/djangostack/djangostack/internal/optionvalue"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// server is how a web server is told what to do.
type server struct {
	// always is on its command line in any case: the application, and what manifests
	// rely on.
	always []string
	// settings are what the project may have set as well.
	settings []setting
}

// setting is one setting of a web server: an option where the spec says it, and a
// default that gives way to the project's own configuration where it does not.
type setting struct {
	// option on the command line, "" where no field of the spec says it.
	option string
	// name of the default: a variable of the environment in capitals, or a setting
	// of gunicorn's. Without one the project has no way to say it either.
	name string
	// said is the spec's value, "" where it is silent.
	said string
	// assumed is the default, nil for the server's own.
	assumed any
}

// onCommandLine is the value that an option is given, or "".
func (s setting) onCommandLine() string {
	if s.said == "" && s.name == "" && s.assumed != nil {
		return fmt.Sprint(s.assumed)
	}
	return s.said
}

// serverOf says how each server's settings stand to the project's. What wins over what,
// weakest first:
//
//	gunicorn  its defaults, WEB_CONCURRENCY among them; gunicorn.conf.py;
//	          GUNICORN_CMD_ARGS; options (docs.gunicorn.org, "Configuration Overview")
//	uvicorn   WEB_CONCURRENCY, FORWARDED_ALLOW_IPS; UVICORN_ variables; options
//	          (uvicorn.org, "Settings")
//	granian   GRANIAN_ variables; options (granian/cli.py of 2.8)
//	uwsgi     UWSGI_ variables in their order; the INI file of UWSGI_INI; options (tried
//	          with 2.0.21 and 2.0.31)
//	daphne    options, and nothing else (daphne/cli.py)
func serverOf(st *stack.Stack) server {
	w := st.Spec.Web
	a := w.Assumed()
	switch w.Server {
	case spec.ServerUWSGI:
		return uwsgi(st, w, a)
	case spec.ServerUvicorn:
		return uvicorn(st, w, a)
	case spec.ServerGranian:
		return granian(st, w, a)
	case spec.ServerDaphne:
		return daphne(st, w, a)
	default:
		return gunicorn(st, w, a)
	}
}

// idleSeconds is longer than the minute for which ingress-nginx and the load
// balancers of clouds keep a connection. Where the server ends it first, a
// request may be on its way, and is lost if it is none that can be repeated
// (gunicorn's documentation of keepalive; Heroku's on HTTP routing).
const idleSeconds = 75

// keepAlive has the server keep idle connections for whoever is in front of it.
// nginx beside it makes one for each request.
func keepAlive(st *stack.Stack, name string) []setting {
	if st.Spec.Proxy != nil {
		return nil
	}
	return []setting{{name: name, assumed: idleSeconds}}
}

// anyProxy believes whoever is in front: only the way in reaches the port.
var anyProxy = setting{name: "FORWARDED_ALLOW_IPS", assumed: "*"}

// gunicorn keeps the workers' heartbeat files in memory: on a disk that stalls it
// kills healthy workers (benoitc/gunicorn docs, "blocking os.fchmod").
func gunicorn(st *stack.Stack, w, a spec.Web) server {
	return server{
		always: []string{w.App, "--bind", bind(st)},
		settings: append([]setting{
			{"--workers", "WEB_CONCURRENCY", optionvalue.Number(w.Workers), a.Workers},
			{"--threads", "threads", optionvalue.Number(w.Threads), a.Threads},
			{"--timeout", "timeout", optionvalue.Seconds(w.Timeout), a.Timeout.Seconds()},
			{"--graceful-timeout", "graceful_timeout", optionvalue.Seconds(w.Shutdown.Graceful), a.Shutdown.Graceful.Seconds()},
			{"--max-requests", "max_requests", optionvalue.Count(w.MaxRequests), *a.MaxRequests},
			{"--max-requests-jitter", "max_requests_jitter", optionvalue.Count(jitter(w.MaxRequests)), *jitter(a.MaxRequests)},
			{name: "worker_tmp_dir", assumed: spec.SharedMemoryPath},
			{name: "accesslog", assumed: "-"},
			anyProxy,
		}, keepAlive(st, "keepalive")...),
	}
}

// uvicorn needs uvicorn 0.30 or later, which replaces a worker that has ended. Versions
// without a setting leave its variable alone. Django does not speak the lifespan
// protocol, which uvicorn finds out by itself; an application around it may.
func uvicorn(st *stack.Stack, w, a spec.Web) server {
	settings := append([]setting{
		{"--workers", "WEB_CONCURRENCY", optionvalue.Number(w.Workers), a.Workers},
		{
			"--timeout-graceful-shutdown", "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN", optionvalue.Seconds(w.Shutdown.Graceful),
			a.Shutdown.Graceful.Seconds(),
		},
		anyProxy,
	}, keepAlive(st, "UVICORN_TIMEOUT_KEEP_ALIVE")...)
	if most := w.MaxRequests; most != nil {
		settings = append(settings,
			setting{option: "--limit-max-requests", said: optionvalue.Unlimited(optionvalue.Count(most))},
			setting{name: "UVICORN_LIMIT_MAX_REQUESTS_JITTER", assumed: *jitter(most)})
	}
	return server{
		always:   []string{w.App, "--host", anyAddress(st), "--port", strconv.Itoa(int(w.Port))},
		settings: settings,
	}
}

// granian needs granian 1.7 or later, which has --workers-kill-timeout. It goes on with a
// warning where an application does not speak the lifespan protocol (granian/asgi.py).
func granian(st *stack.Stack, w, a spec.Web) server {
	protocol := "wsgi"
	if w.Server.SpeaksASGI(w.App) {
		protocol = "asgi"
	}
	settings := []setting{
		{"--workers", "GRANIAN_WORKERS", optionvalue.Number(w.Workers), a.Workers},
		{
			"--workers-kill-timeout", "GRANIAN_WORKERS_KILL_TIMEOUT",
			optionvalue.Seconds(w.Shutdown.Graceful), a.Shutdown.Graceful.Seconds(),
		},
		{name: "GRANIAN_RESPAWN_FAILED_WORKERS", assumed: "true"},
		{name: "GRANIAN_LOG_ACCESS_ENABLED", assumed: "true"},
	}
	if protocol == "wsgi" {
		settings = append(settings, setting{
			"--blocking-threads", "GRANIAN_BLOCKING_THREADS", optionvalue.Number(w.Threads), a.Threads,
		})
	}
	return server{
		always:   []string{w.App, "--interface", protocol, "--host", anyAddress(st), "--port", strconv.Itoa(int(w.Port))},
		settings: settings,
	}
}

// daphne has one process and cuts what is still running when it is told to stop, so
// the shutdown delay is all the time its requests have.
func daphne(st *stack.Stack, w, a spec.Web) server {
	return server{
		always: []string{w.App, "--bind", anyAddress(st), "--port", strconv.Itoa(int(w.Port)), "--proxy-headers"},
		settings: []setting{
			{"--http-timeout", "", optionvalue.Seconds(w.Timeout), a.Timeout.Seconds()},
			{"--application-close-timeout", "", optionvalue.Seconds(w.Shutdown.Graceful), a.Shutdown.Graceful.Seconds()},
		},
	}
}

// uwsgi is told to end as others do on SIGTERM, and to say that its HTTP socket ends
// every connection after one answer (unbit/uwsgi#1097): a proxy that is not told keeps
// the connection for another request, which fails.
func uwsgi(st *stack.Stack, w, a spec.Web) server {
	return server{
		always: []string{
			"--module", w.App,
			"--http-socket", bind(st),
			"--add-header", "Connection: close",
			"--master",
			"--hook-master-start", "unix_signal:15 gracefully_kill_them_all",
		},
		settings: []setting{
			{"--processes", "UWSGI_PROCESSES", optionvalue.Number(w.Workers), a.Workers},
			{"--threads", "UWSGI_THREADS", optionvalue.Number(w.Threads), a.Threads},
			{"--harakiri", "UWSGI_HARAKIRI", optionvalue.Seconds(w.Timeout), a.Timeout.Seconds()},
			{
				"--worker-reload-mercy", "UWSGI_WORKER_RELOAD_MERCY",
				optionvalue.Seconds(w.Shutdown.Graceful), a.Shutdown.Graceful.Seconds(),
			},
			{option: "--max-requests", said: optionvalue.Count(w.MaxRequests)},
			{name: "UWSGI_BUFFER_SIZE", assumed: 16384},
			{name: "UWSGI_ENABLE_THREADS", assumed: "true"},
			{name: "UWSGI_NEED_APP", assumed: "true"},
			{name: "UWSGI_POST_BUFFERING", assumed: 4096},
			{name: "UWSGI_SINGLE_INTERPRETER", assumed: "true"},
			{name: "UWSGI_VACUUM", assumed: "true"},
		},
	}
}

// jitter is 15 % of n: without it all workers restart at once.
func jitter(n *int32) *int32 {
	if n == nil {
		return nil
	}
	return new(int32(int64(*n) * 15 / 100))
}
