package spec

import "k8s.io/apimachinery/pkg/api/resource"

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
	// Shutdown says how a pod leaves.
	Shutdown Shutdown `json:"shutdown,omitzero"`
	// Replicas is the number of pods; refused beside autoscaling. Null leaves it to
	// whoever scales the Deployment. Default: 2; profile dev: 1.
	Replicas *int32 `json:"replicas,omitempty"`
	// Autoscaling chooses the number of replicas by load. Absent: replicas.
	Autoscaling *Autoscaling `json:"autoscaling,omitempty"`
	// Resources of the container. Default: requests of 200m and 512Mi, limits of 1
	// and 1Gi; profile dev: requests of 100m and 256Mi, limits of 1 and 512Mi.
	Resources Resources `json:"resources,omitzero"`
	// TmpSize is how much may be written to /tmp before the pod is evicted. Django
	// stores uploads of more than 2.5 MB there (FILE_UPLOAD_MAX_MEMORY_SIZE). Default:
	// twice proxy.bodySize (25Mi without a proxy) for each request that is processed at
	// the same time, and at least 1Gi. It is twice because over ASGI Django stores the
	// body and also the file that is made of it. The number of requests is workers
	// times threads; over ASGI, and with a command, it is four for each worker.
	TmpSize *resource.Quantity `json:"tmpSize,omitempty"`
	// Probes of the container. Default: startup and liveness connect to the port;
	// readiness asks for / and passes with any answer from 200 to 399. A project
	// that answers 404 there needs readiness: {path: /health/} or the like.
	Probes Probes `json:"probes,omitzero"`
	// Scheduling of the pods.
	Scheduling Scheduling `json:"scheduling,omitzero"`
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

// Shutdown is how a web pod leaves without losing a request. The pod's grace
// period is the sum of both times and five seconds of slack.
type Shutdown struct {
	// Delay is how long the pod goes on serving after it was told to leave, so
	// that every load balancer has noticed. Default: 15s; profile dev: 1s.
	Delay *Duration `json:"delay,omitempty"`
	// Graceful is how long running requests may take to end; with granian 30m at most.
	// Default: 30s, for the server unless the project sets it.
	Graceful *Duration `json:"graceful,omitempty"`
}

// DefaultBodySize is the largest request body where the spec names none (nautobot's
// chart, nginx).
const DefaultBodySize = "25Mi"

// ProxyPort is where the unprivileged nginx listens, in the pod of the web server.
const ProxyPort = 8080

// Proxy is nginx in front of the web server, in the same pod. It also changes who serves
// static files: nginx, from a copy of static.root, unless static.mode says otherwise.
type Proxy struct {
	// Image is an unprivileged nginx that listens on 8080. Default:
	// docker.io/nginxinc/nginx-unprivileged:1.29-alpine.
	Image ImageRef `json:"image,omitempty"`
	// BodySize is the largest request body. Default: 25Mi.
	BodySize *resource.Quantity `json:"bodySize,omitempty"`
	// StaticMaxAge is how long browsers keep static files. Default: 1h; set a
	// year with hashed file names (ManifestStaticFilesStorage).
	StaticMaxAge *Duration `json:"staticMaxAge,omitempty"`
	// TmpSize is how much nginx may store on disk before the pod is evicted: it reads a
	// request body completely before it forwards it. Default: proxy.bodySize for each
	// request that web processes at the same time (workers times threads), at least
	// 1Gi, and the size of the cache in addition.
	TmpSize *resource.Quantity `json:"tmpSize,omitempty"`
	// Connections is how many clients each pod's nginx serves at the same time,
	// including websockets and slow clients; each uses two of its worker_connections.
	// When they are all in use, the pod is taken out of the Service until some have
	// left, and keeps the clients it has. Default: one for each 64KiB of the memory
	// limit, 4096 for 256Mi. An open websocket was measured to use 22KiB, and an answer
	// to a slow client also fills proxy_buffers.
	Connections int32 `json:"connections,omitempty"`
	// Cache keeps anonymous GET answers in the pod. Absent: nothing is kept.
	Cache *ProxyCache `json:"cache,omitempty"`
	// Resources of the container. Default: requests of 50m and 64Mi, limits of 500m
	// and 256Mi.
	Resources Resources `json:"resources,omitzero"`
}

// ProxyCache keeps answers to anonymous GET requests (no session cookie, no
// Authorization header) in the proxy.
type ProxyCache struct {
	// Valid is how long an answer is kept where the app does not say. Default:
	// 10s.
	Valid *Duration `json:"valid,omitempty"`
	// Size of the cache on disk. Default: 64Mi.
	Size *resource.Quantity `json:"size,omitempty"`
}

// Static says how static files get from the image to the browser.
type Static struct {
	// Mode says who serves static files: whitenoise (the app), nginx (the proxy, from a
	// copy of the files in the image) or bucket (an object store or CDN). The copy for
	// nginx has a file in place of each link; a link that leads nowhere keeps the pod
	// from starting. Default: nginx where there is a proxy, else whitenoise.
	Mode StaticMode `json:"mode,omitempty"`
	// URL is Django's STATIC_URL: a path, or for a bucket its full address.
	// Default: /static/.
	URL string `json:"url,omitempty"`
	// Root is Django's STATIC_ROOT in the image. Default: /app/staticfiles.
	Root string `json:"root,omitempty"`
	// Bucket is the bucket of mode bucket, if the stack is to tell the app about it.
	// Absent: the image, django.env or django.secretEnv does.
	Bucket *Bucket `json:"bucket,omitempty"`
	// Collect says when collectstatic runs: build (the files are in the image) or start
	// (each web pod runs it when it starts, and its server may then write to root too).
	// With start, workers and commands have no static files, so a template they render
	// cannot look up the hashed name of a file. Default: build.
	Collect StaticCollect `json:"collect,omitempty"`
	// Size is how much a pod's own copy may hold: the one that nginx serves, or that of
	// collect: start. Default: 1Gi.
	Size *resource.Quantity `json:"size,omitempty"`
	// Upload is the command of the Job that fills the bucket. Pods do not wait for
	// it: with hashed names keep the list of them in the image, not the bucket
	// (ManifestFilesMixin takes a manifest_storage). Default: django.manage
	// collectstatic --noinput.
	Upload []string `json:"upload,omitempty"`
	// Resources of the containers that copy, collect or upload the files. Default:
	// requests of 50m and 128Mi, limits of 1 and 512Mi, as migrate.wait has them.
	Resources Resources `json:"resources,omitzero"`
}

// StaticMode is who serves static files.
type StaticMode string

// The ways to serve static files.
const (
	StaticWhiteNoise StaticMode = "whitenoise"
	StaticNginx      StaticMode = "nginx"
	StaticBucket     StaticMode = "bucket"
)

// Enum lists the modes.
func (StaticMode) Enum() []string { return []string{"whitenoise", "nginx", "bucket"} }

// StaticCollect is when collectstatic runs.
type StaticCollect string

// The times at which collectstatic can run.
const (
	CollectAtBuild StaticCollect = "build"
	CollectAtStart StaticCollect = "start"
)

// Enum lists the times.
func (StaticCollect) Enum() []string { return []string{"build", "start"} }

// Media is where uploaded files live: on a volume or in a bucket.
type Media struct {
	// URL is Django's MEDIA_URL. Default: /media/.
	URL string `json:"url,omitempty"`
	// Root is Django's MEDIA_ROOT, where the volume is mounted. Default:
	// /app/media.
	Root string `json:"root,omitempty"`
	// Serve says who answers requests for the files of a volume, and so who may have
	// them. proxy: nginx gives every file below root to anybody, for uploads that are
	// all public. app: the project's own views at url; if it has none, nobody. accel:
	// the project's views decide and nginx sends the file, see internalURL. With a
	// proxy it is required, since a wrong guess would publish private files or lose
	// public ones. Default: app, where there is no proxy.
	Serve MediaServe `json:"serve,omitempty"`
	// InternalURL is the path at which nginx has the files with serve: accel. Only
	// views can use it: they answer with the header X-Accel-Redirect, whose value is
	// this path and the file's path below root, percent-encoded. Default: /protected/.
	InternalURL string `json:"internalURL,omitempty"`
	// Volume keeps the files in the cluster. One of volume and bucket is required.
	// Default: 10Gi; profile staging: 5Gi; profile dev: 1Gi.
	Volume *MediaVolume `json:"volume,omitempty"`
	// Bucket keeps the files in an object store.
	Bucket *Bucket `json:"bucket,omitempty"`
}

// MediaServe is who serves uploaded files.
type MediaServe string

// The ways to serve uploaded files from a volume.
const (
	MediaByProxy MediaServe = "proxy"
	MediaByApp   MediaServe = "app"
	MediaByAccel MediaServe = "accel"
)

// Enum lists the ways.
func (MediaServe) Enum() []string { return []string{"proxy", "app", "accel"} }

// MediaVolume is a volume that all Django pods mount: the web server, workers, beat,
// Flower, processes, cron jobs, and the Jobs of a release, which include the migrations
// and what waits for them.
type MediaVolume struct {
	Storage `json:",inline"`
	// AccessMode is ReadWriteMany, or ReadWriteOnce for a volume that only one node at
	// a time can mount. With ReadWriteOnce all pods that mount the volume are kept on
	// one node, which needs room for them and for a new web pod beside each old one.
	// When the node is drained they all leave it and start again on another; if the
	// node is lost, it has to be deleted first, or get the taint
	// node.kubernetes.io/out-of-service. Use it to try things out, and for a site that
	// may be unavailable for a minute. ReadWriteOncePod is not possible: the migration
	// and the site would wait for each other. Default: ReadWriteMany.
	AccessMode AccessMode `json:"accessMode,omitempty"`
	// Claim is the name of an existing PersistentVolumeClaim to use instead.
	Claim string `json:"claim,omitempty"`
}

// AccessMode is Kubernetes' access mode of a volume.
type AccessMode string

// The access modes.
const (
	ReadWriteOnce AccessMode = "ReadWriteOnce"
	ReadWriteMany AccessMode = "ReadWriteMany"
)

// Enum lists the access modes.
func (AccessMode) Enum() []string { return []string{"ReadWriteOnce", "ReadWriteMany"} }
