package spec

import "k8s.io/apimachinery/pkg/api/resource"

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
	// BodySize is the largest request body that is accepted. Default: 25Mi.
	BodySize *resource.Quantity `json:"bodySize,omitempty"`
	// StaticMaxAge is how long browsers keep static files. Default: 1h; set a
	// year with hashed file names (ManifestStaticFilesStorage).
	StaticMaxAge *Duration `json:"staticMaxAge,omitempty"`
	// TmpSize is how much nginx may store on disk before the pod is evicted: it reads a
	// request body completely before it forwards it. Default: the largest bodySize of the
	// proxy and its locations for each request that web processes at the same time (workers
	// times threads), at least 1Gi, and the size of the cache in addition.
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
	// Locations are what nginx does itself with the requests of a path, which is their
	// key: /metrics, /downloads/. A key is for all paths that begin with it, and of
	// several the longest goes, as nginx has it; / is the whole site.
	Locations map[string]ProxyLocation `json:"locations,omitempty"`
	// Snippets are text for nginx' configuration, where no other field says it.
	Snippets ProxySnippets `json:"snippets,omitzero"`
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
