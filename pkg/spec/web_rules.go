package spec

import (
	"strings"
	"time"
)

func validateWeb(r *report, s *DjangoStack) {
	w := s.Spec.Web
	if len(w.Command) > 0 {
		validateOwnCommand(r, w)
	} else {
		validateApp(r, w)
	}
	r.replicas("spec.web", w.Replicas, w.Autoscaling)
	r.positive("spec.web.timeout", w.Timeout)
	r.positive("spec.web.shutdown.graceful", w.Shutdown.Graceful)
	r.finishes("spec.web", w.Assumed().Timeout, w.Assumed().Shutdown.Graceful)
	if s.Spec.Proxy != nil && w.Port == ProxyPort {
		r.forbidden("spec.web.port", "%d is the proxy's port in the same pod; choose another port", ProxyPort)
	}
	r.unprivileged("spec.web.port", w.Port)
	r.probes("spec.web.probes", w.Probes)
	if at := w.Probes.overHTTPS(); at != "" && s.Spec.Proxy != nil {
		r.forbidden("spec.web.probes"+at+".scheme", "the proxy in the same pod speaks HTTP to the web server, which refuses "+
			"it if it ends TLS; remove the scheme and let the web server speak HTTP, or remove proxy")
	}
}

// finishes warns where a request that a server allows does not end before its pod does.
func (r *report) finishes(path string, timeout, graceful *Duration) {
	if timeout.Duration > 2*graceful.Duration && timeout.Duration > time.Minute {
		r.warn(path+".timeout", "a request may take %s, but has %s to finish when its pod is stopped; raise "+
			"%s.shutdown.graceful", short(*timeout), short(*graceful), strings.TrimPrefix(path, "spec."))
	}
}

// granianPatience is the most that granian's --workers-kill-timeout takes (granian/cli.py).
const granianPatience = 30 * time.Minute

func (r *report) unprivileged(path string, port Port) {
	if port > 0 && port < 1024 {
		r.warn(path, "%d is a privileged port, which containers without root cannot open on every node; use 8000", port)
	}
}

// validateOwnCommand refuses what a command of the user's own would ignore.
func validateOwnCommand(r *report, w Web) {
	r.command("spec.web.command", w.Command)
	for _, given := range []struct {
		name string
		set  bool
	}{
		{"app", w.App != ""},
		{"workers", w.Workers != 0},
		{"threads", w.Threads != 0},
		{"maxRequests", w.MaxRequests != nil},
	} {
		if given.set {
			r.forbidden("spec.web."+given.name, "has no effect with web.command; remove one of them")
		}
	}
}

func validateApp(r *report, w Web) {
	module, object, hasObject := strings.Cut(w.App, ":")
	callable, arguments, call := strings.Cut(object, "(")
	switch {
	case w.App == "":
		r.missing("spec.web.app", "write the application, such as shop.wsgi:application, or django.settings, from which "+
			"it follows, or web.command")
	case !isModule(module), hasObject && !isModule(callable), call && !strings.HasSuffix(arguments, ")"):
		r.invalid("spec.web.app", "%q must be an application; write one such as shop.wsgi:application", w.App)
	case call && w.Server != ServerGunicorn && (w.Server != ServerUWSGI || arguments != ")"):
		r.invalid("spec.web.app", "%q must not be a call with %s; name an application that exists when the module is "+
			"imported", w.App, w.Server)
	case !hasObject && w.Server != ServerGunicorn:
		r.invalid("spec.web.app", "%q must name an object, as %s requires; write %s:application",
			w.App, w.Server, w.App)
	default:
		validateProtocol(r, w, module)
	}
	validateWebWorkers(r, w)
}

// validateProtocol goes by the module's name, which startproject has chosen.
func validateProtocol(r *report, w Web, module string) {
	wsgiOnly := w.Server == ServerGunicorn || w.Server == ServerUWSGI
	switch project, kind := cutLast(module); {
	case w.Server.IsASGI() && kind == "wsgi":
		r.invalid("spec.web.app", "%q must be an ASGI application, since %s runs nothing else; write %s.asgi:application",
			w.App, w.Server, project)
	case wsgiOnly && kind == "asgi":
		r.invalid("spec.web.app", "%q must be a WSGI application, since %s runs nothing else; set web.server to uvicorn, "+
			"granian or daphne",
			w.App, w.Server)
	}
}

// cutLast cuts the last part off a dotted name.
func cutLast(name string) (before, last string) {
	i := strings.LastIndexByte(name, '.')
	return name[:max(i, 0)], name[i+1:]
}

func validateWebWorkers(r *report, w Web) {
	if w.Server == ServerDaphne && w.Workers > 1 {
		r.invalid("spec.web.workers", "must be 1 with daphne, which has one process; raise web.replicas instead")
	}
	if w.Threads > 1 && w.Server.SpeaksASGI(w.App) {
		r.forbidden("spec.web.threads", "has no effect over ASGI, where a process serves all its requests in one loop; "+
			"remove it, or write 1")
	}
	validateMaxRequests(r, w)
	if w.Server == ServerGranian && w.Assumed().Shutdown.Graceful.Duration > granianPatience {
		r.invalid("spec.web.shutdown.graceful", "must be at most 30m with granian; lower it")
	}
	r.oneProcess("spec.web", w.Resources, webProcessMemory)
	need := int64(w.Workers+1) * webProcessMemory
	if limit := w.Resources.Limits.Memory; w.Workers > 1 && limit != nil && need > limit.Value() {
		r.warn("spec.web.workers", "%d processes of about %d MiB each do not fit into the memory limit of %s; "+
			"lower workers or raise web.resources.limits.memory", w.Workers, webProcessMemory/mebibyte, limit)
	}
}

// oneProcess warns of a limit at which the kernel ends the first process.
func (r *report) oneProcess(path string, res Resources, need int64) {
	if limit := res.Limits.Memory; limit != nil && limit.Value() < need {
		r.warn(path+".resources.limits.memory", "%s is less than the %d MiB or so that one process of Django takes; raise it",
			limit, need/mebibyte)
	}
}

func validateMaxRequests(r *report, w Web) {
	switch {
	case w.MaxRequests == nil || *w.MaxRequests == 0:
	case w.Server == ServerGranian || w.Server == ServerDaphne:
		r.forbidden("spec.web.maxRequests", "%s does not count requests; remove it", w.Server)
	case w.Server == ServerUvicorn && w.Assumed().Workers == 1:
		r.warn("spec.web.maxRequests", "a single uvicorn worker has no parent to replace it, and its container "+
			"ends with it; remove it, or raise web.workers")
	}
}
