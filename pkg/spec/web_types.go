package spec

// Web is the web server. What is set here overrides the project's own configuration.
// Where a field is unset, gunicorn.conf.py and GUNICORN_CMD_ARGS, the INI file that
// UWSGI_INI names, and the image's WEB_CONCURRENCY, UVICORN_, GRANIAN_ and UWSGI_
// variables apply, and the default here is used only if they do not set it either.
// Daphne has no configuration of its own. A server always gets its application, address
// and port; uwsgi also gets its signals and the way it closes connections. It runs with
// the interpreter that django.manage names, or else with the image's python.
type Web struct {
	// Server runs the app. Default: gunicorn.
	Server WebServer `json:"server,omitempty"`
	// App is the WSGI or ASGI application, shop.wsgi:application. Default:
	// derived from django.settings: the package beside the settings module.
	App string `json:"app,omitempty"`
	// Command replaces the server's whole command; it must listen on port. The
	// server's own settings then do nothing and are refused.
	Command []string `json:"command,omitempty"`
	// Port the server listens on in the pod. Default: 8000.
	Port Port `json:"port,omitempty"`
	// ServicePort is the port of the Service, for clients within the cluster. The port
	// of expose.loadBalancer takes its place. Default: 80.
	ServicePort Port `json:"servicePort,omitempty"`
	// Workers is the number of processes. Default, unless the project sets it: twice
	// the CPU limit plus one, as far as they fit into the memory limit. It never
	// depends on the number of the node's cores.
	Workers int32 `json:"workers,omitempty"`
	// Threads per process. Default, unless the project sets it: 4 with gunicorn, uwsgi
	// and granian over WSGI; 1 otherwise.
	Threads int32 `json:"threads,omitempty"`
	// Timeout is how long a request may take. uwsgi and daphne end a request that takes
	// longer, and so does gunicorn with a single thread; with several threads gunicorn
	// restarts a process that has not responded for this time. uvicorn and granian have
	// no such timeout. The proxy and the Ingress controller wait a little longer,
	// whatever the server; over ASGI they wait for a day, so that an idle websocket
	// stays open, and only the project ends a request. Default: 60s, for the server
	// unless the project sets it.
	Timeout *Duration `json:"timeout,omitempty"`
	// MaxRequests restarts a process after this many requests, so that memory leaks
	// stay bounded; 0 never does. gunicorn, and uvicorn from 0.41 on, add a jitter of
	// 15 %. Without jitter, as with uwsgi and older versions of uvicorn, all processes
	// of a pod may restart at about the same time. Granian and daphne do not count
	// requests. Default, unless the project sets it: with gunicorn 1000, with the
	// others 0.
	MaxRequests *int32 `json:"maxRequests,omitempty"`
	// Shutdown says how a pod stops.
	Shutdown Shutdown `json:"shutdown,omitzero"`
	// Replicas is the number of pods; refused beside autoscaling. Null leaves it to
	// whoever scales the Deployment. Default: 2; profile dev: 1.
	Replicas *int32 `json:"replicas,omitempty"`
	// Autoscaling chooses the number of replicas by load. Absent: replicas.
	Autoscaling *Autoscaling `json:"autoscaling,omitempty"`
	// Probes of the container. Default: startup and liveness connect to the port;
	// readiness asks for / and passes with any answer from 200 to 399. A project
	// that answers 404 there needs readiness: {path: /health/} or the like.
	Probes Probes `json:"probes,omitzero"`
	// Args are further arguments of the server, or of command.
	//
	// Settings is the settings module of the web server, and of what prepares its pods.
	// The default of app follows from it. Default: django.settings.
	//
	// GracePeriod is how long a pod may take to stop; at least as long as shutdown says.
	// Default: the sum of both times of shutdown and five seconds.
	//
	// Resources of the container. Default: requests of 200m and 512Mi, limits of 1
	// and 1Gi; profile dev: requests of 100m and 256Mi, limits of 1 and 512Mi.
	//
	// TmpSize is how much may be written to /tmp before the pod is evicted. Django
	// stores uploads of more than 2.5 MB there (FILE_UPLOAD_MAX_MEMORY_SIZE). Default:
	// twice the largest bodySize of the proxy and its locations (25Mi without a proxy) for
	// each request that is processed at the same time, and at least 1Gi. It is twice because
	// over ASGI Django stores the body and also the file that is made of it. The number of
	// requests is workers times threads; over ASGI, and with a command, it is four for each
	// worker.
	DjangoPodOptions `json:",inline"`
}

// WebServer is a WSGI or ASGI server.
type WebServer string

// The web servers.
const (
	ServerGunicorn WebServer = "gunicorn"
	ServerUWSGI    WebServer = "uwsgi"
	ServerUvicorn  WebServer = "uvicorn"
	ServerGranian  WebServer = "granian"
	ServerDaphne   WebServer = "daphne"
)

// Enum lists the servers.
func (WebServer) Enum() []string {
	return []string{"gunicorn", "uwsgi", "uvicorn", "granian", "daphne"}
}

// Shutdown is how a web pod stops without losing a request.
type Shutdown struct {
	// Delay is how long the pod goes on serving after it was told to stop, so that every
	// load balancer has noticed. Default: 15s; profile dev: 1s.
	Delay *Duration `json:"delay,omitempty"`
	// Graceful is how long running requests may take to end; with granian 30m at most.
	// Default: 30s, for the server unless the project sets it.
	Graceful *Duration `json:"graceful,omitempty"`
}
