package spec

import (
	"slices"
	"strings"
	"unicode"

	"k8s.io/apimachinery/pkg/api/resource"
)

const (
	mebibyte = 1 << 20
	pebibyte = 1 << 50
)

// Memory one process of each kind is counted with: an idle Django process takes
// 60 to 120 MiB, a Celery child around 170 once it has worked
// (prowler-cloud/prowler#10968).
const (
	webProcessMemory    = 120 * mebibyte
	workerProcessMemory = 170 * mebibyte
)

// IsASGI says whether the server speaks ASGI only.
func (w WebServer) IsASGI() bool { return w == ServerUvicorn || w == ServerDaphne }

// SpeaksASGI says whether the server will serve app over ASGI. Granian speaks
// both and takes its cue from the module's name.
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

// concurrency is one task a core as far as memory goes; green threads wait more
// than they work.
func (p WorkerPool) concurrency(r Resources) int32 {
	switch p {
	case PoolSolo:
		return 1
	case PoolGevent, PoolEventlet:
		return 100
	case PoolThreads:
		return 4 * r.cores()
	default:
		return bounded(2*r.cores(), r, workerProcessMemory)
	}
}

// mostCores is more than any node has, and little enough to reckon with.
const mostCores = 1 << 16

// cores is the CPU limit in whole cores, the request where there is none, and at
// least one.
func (r Resources) cores() int32 {
	cpu := or(r.Limits.CPU, r.Requests.CPU)
	if cpu == nil {
		return 1
	}
	return int32(min(max(1, cpu.Value()), mostCores))
}

// bounded is processes, or as many of them as the memory limit holds beside one
// parent, or the request where there is no limit.
func bounded(processes int32, r Resources, memory int64) int32 {
	most := or(r.Limits.Memory, r.Requests.Memory)
	if most == nil {
		return processes
	}
	fits := most.Value()/memory - 1
	return int32(max(1, min(int64(processes), fits)))
}

// MemorySize is the memory that a server in the container is sized for: the limit,
// the request where there is none, and 512Mi without both.
func (r Resources) MemorySize() *resource.Quantity {
	return or(or(r.Limits.Memory, r.Requests.Memory), Quantity("512Mi"))
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

// connectionMemory is what one client of nginx is counted with.
const connectionMemory = 64 << 10

// mostConnections is how many connections nginx can have to the web server beside it:
// each takes a port, of which Linux gives out 28,232 (net.ipv4.ip_local_port_range).
const mostConnections = 28_000

// connections is how many clients fit into nginx' memory limit.
func connections(r Resources) int32 {
	return int32(max(1, min(r.MemorySize().Value()/connectionMemory, mostConnections)))
}
