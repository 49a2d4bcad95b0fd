package spec

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"k8s.io/apimachinery/pkg/api/resource"
)

func (d *defaulter) web() {
	w := &d.spec.Web
	w.Server = or(w.Server, ServerGunicorn)
	w.Port = or(w.Port, 8000)
	w.ServicePort = or(w.ServicePort, 80)
	w.Shutdown.Delay = or(w.Shutdown.Delay, NewDuration(d.profile.shutdownDelay))
	d.variables(&w.PodOptions)
	w.Resources = w.Resources.or(d.profile.web)
	if name := project(or(w.Settings, d.spec.Django.Settings)); w.App == "" && name != "" && len(w.Command) == 0 {
		w.App = name + ".wsgi:application"
		if w.Server.IsASGI() {
			w.App = name + ".asgi:application"
		}
	}
	scale(&w.Replicas, w.Autoscaling, d.profile.webReplicas)
	w.Scheduling.spread()
}

// Some settings of servers and workers the project may have made itself, in files
// and variables that this package does not see. SetDefaults leaves those as the spec
// has them, so that it stays known where it is silent. The functions here say what
// they are where the project is silent too: what a program is told with the least
// precedence it knows, and what everything that depends on it reckons with.

// Assumed returns w as it runs if the project's own configuration of the server says
// nothing. Of a command of the user's own only the timeouts are known.
func (w Web) Assumed() Web {
	w.Timeout = or(w.Timeout, NewDuration(time.Minute))
	w.Shutdown.Graceful = or(w.Shutdown.Graceful, NewDuration(30*time.Second))
	if len(w.Command) > 0 {
		return w
	}
	w.Threads = or(w.Threads, w.Server.threads(w.App))
	w.Workers = or(w.Workers, w.Server.workers(w.Resources))
	w.MaxRequests = or(w.MaxRequests, new(w.Server.maxRequests()))
	return w
}

// Memory one process of each kind is counted with: an idle Django process takes
// 60 to 120 MiB, a Celery child around 170 once it has worked
// (prowler-cloud/prowler#10968).
const (
	webProcessMemory    = 120 * mebibyte
	workerProcessMemory = 170 * mebibyte
)

// IsASGI reports whether the server speaks ASGI only.
func (w WebServer) IsASGI() bool { return w == ServerUvicorn || w == ServerDaphne }

// SpeaksASGI reports whether the server serves app over ASGI. Granian speaks WSGI too,
// and the module's name decides.
func (w WebServer) SpeaksASGI(app string) bool {
	return w.IsASGI() || w == ServerGranian && slices.Contains(strings.FieldsFunc(app, isNoLetter), "asgi")
}

func isNoLetter(r rune) bool { return !unicode.IsLetter(r) }

// threads of one process: WSGI requests block, so a few threads hide the
// database's waits; ASGI has its own loop.
func (w WebServer) threads(app string) int32 {
	if w.SpeaksASGI(app) {
		return 1
	}
	return 4
}

// workers is gunicorn's own rule of thumb, twice the cores plus one, with the
// cores the container may use and not those of the node, as far as memory goes.
// Daphne has one process by design.
func (w WebServer) workers(r Resources) int32 {
	if w == ServerDaphne {
		return 1
	}
	return bounded(2*r.cores()+1, r, webProcessMemory)
}

// maxRequests is after how many requests a process ends. Without jitter all of a pod
// would end together: with uvicorn nobody answered for ten seconds. Jitter has
// gunicorn, of any version; uvicorn from 0.41 on; uwsgi not.
func (w WebServer) maxRequests() int32 {
	if w == ServerGunicorn {
		return 1000
	}
	return 0
}

// requests is how many a web pod works on at a time. Over ASGI, and with a command of
// the user's own, nothing bounds them: as many are counted as the default server
// would take.
func (w Web) requests() int64 {
	w = w.Assumed()
	workers, threads := w.Workers, w.Threads
	if len(w.Command) > 0 {
		workers = w.Server.workers(w.Resources)
	}
	if len(w.Command) > 0 || w.Server.SpeaksASGI(w.App) {
		threads = ServerGunicorn.threads("")
	}
	return min(max(1, int64(workers)*int64(threads)), 1<<30)
}

// gracePeriod is how long a pod takes to stop at most.
func (w Web) gracePeriod() time.Duration {
	s := w.Assumed().Shutdown
	return s.Delay.Duration + s.Graceful.Duration + webSlack
}

// roomFor is a volume that holds so many copies of a request's body for each request
// that a pod works on, and that is no smaller than others.
func (w Web) roomFor(copies int64, body *resource.Quantity) *resource.Quantity {
	room := Quantity(scratchSize).Value()
	if most := pebibyte / (copies * w.requests()); body.Value() <= most {
		room = max(room, copies*w.requests()*body.Value())
	} else {
		room = pebibyte // which validation refuses
	}
	return resource.NewQuantity(room, resource.BinarySI)
}
