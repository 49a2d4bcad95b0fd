package spec_test

// webWarnings are the warnings of the web server, the proxy, and static and uploaded files.
var webWarnings = []warningCase{
	{
		name: "more clients than nginx has memory for",
		text: "  proxy: {connections: 10000}\n",
		want: "8:24: spec.proxy.connections: 10000 clients of up to 64 KiB each do not fit into the memory limit of 256Mi; lower " +
			"it, or raise proxy.resources.limits.memory",
	},
	{
		name: "bodies that no node has room for",
		text: "  proxy: {bodySize: 5Gi}\n",
		want: "8:21: spec.proxy.bodySize: with bodies of 5Gi a web pod may write 180Gi to its node's disk, which is more " +
			"than most nodes have; lower bodySize, or set web.tmpSize and proxy.tmpSize, or have the scheduler find the " +
			"room by web.resources.requests.ephemeral-storage",
	},
	{
		name: "a body that the disk does not hold",
		text: "  proxy: {bodySize: 3Gi}\n  web: {tmpSize: 2Gi}\n",
		want: "9:18: spec.web.tmpSize: one request of proxy.bodySize, 3Gi, does not fit, and the pod would be evicted; " +
			"raise it, or lower bodySize",
	},
	{
		name: "a body that does not fit beside the cache",
		text: "  proxy: {tmpSize: 1Gi, cache: {size: 1000Mi}}\n",
		want: "8:20: spec.proxy.tmpSize: one request of proxy.bodySize, 25Mi, does not fit, and the pod would be " +
			"evicted; raise it, or lower bodySize",
	},
	{
		name: "text that only nginx checks",
		text: "  proxy: {snippets: {server: gzip off;}}\n",
		want: "8:30: spec.proxy.snippets.server: only nginx checks it, when a pod starts, and a mistake keeps new pods from " +
			"getting ready; try it with nginx -t first",
	},
	{
		name: "addresses of clients behind a load balancer",
		text: "  proxy: {locations: {/a: {allow: [10.0.0.0/8]}}}\n  expose: {loadBalancer: {}, https: true}\n",
		want: "8:35: spec.proxy.locations[/a].allow: many load balancers pass requests on from a node's address, so that " +
			"all clients have the same few; put an Ingress in front, or check which addresses nginx logs",
	},
	{
		name: "static files among the uploads",
		text: "  media: {volume: {}}\n  static: {root: /app/media/static, collect: start}\n",
		want: "9:18: spec.static.root: static.root is inside media.root, /app/media, among the uploads; move one of " +
			"them",
	},
	{
		name: "several pods on the one node that mounts their volume",
		text: "  media: {volume: {accessMode: ReadWriteOnce}}\n  web: {replicas: 2}\n" +
			"  processes: {bot: {command: [bot], replicas: 3}, listener: {command: [listen]}}\n",
		want: "8:32: spec.media.volume.accessMode: ReadWriteOnce keeps all pods that mount the volume on one node, " +
			"which needs room for all of web (2), process bot (3) and takes all of them down with it; use ReadWriteMany " +
			"or a bucket",
	},
	{
		name: "a load balancer with a bound of its own",
		text: "  proxy: {}\n  expose: {ingress: {class: gce, tls: {issuer: le}}}\n",
		want: "4:1: spec.web.timeout: Google's load balancer ends a request after 30s by default; raise timeoutSec in " +
			"a BackendConfig, and name it by expose.ingress.serviceAnnotations: {cloud.google.com/backend-config: " +
			`'{"default": "NAME"}'}, or lower this`,
	},
	{
		name: "a load balancer that ends websockets",
		text: "  proxy: {}\n  web: {server: uvicorn, timeout: 20s}\n  expose: {ingress: {class: gce, tls: {issuer: le}}}\n",
		want: "9:35: spec.web.timeout: Google's load balancer ends a request after 30s by default, and a websocket too, " +
			"even one in use; raise timeoutSec in a BackendConfig, and name it by expose.ingress.serviceAnnotations: " +
			`{cloud.google.com/backend-config: '{"default": "NAME"}'}`,
	},
	{
		name: "a web server that ends TLS behind a controller that speaks HTTP",
		text: "  web: {probes: {readiness: {path: /ok, scheme: HTTPS}}}\n  expose: {ingress: {class: traefik, tls: {issuer: le}}}\n",
		want: "8:49: spec.web.probes.readiness.scheme: the Ingress controller speaks HTTP to the pods by default, which a " +
			"web server that ends TLS refuses; write expose.ingress.serviceAnnotations: " +
			"{traefik.ingress.kubernetes.io/service.serversscheme: https}, or let the web server speak HTTP",
	},
	{
		name: "a load balancer whose health check takes a redirect for a failure",
		text: "  web: {timeout: 30s}\n  expose: {https: true, ingress: {class: gce}}\n",
		want: "8:8: spec.web.probes.readiness: Google's load balancer makes the same request without " +
			"X-Forwarded-Proto, and treats a redirect as a failure; with SECURE_SSL_REDIRECT write a path that " +
			"SECURE_REDIRECT_EXEMPT matches, or put nginx in front of Django by proxy: {}",
	},
	{
		name: "a load balancer whose health check runs no command",
		text: "  web: {timeout: 30s, probes: {readiness: {command: [ok]}}}\n  expose: {https: true, ingress: {class: gce}}\n",
		want: "8:43: spec.web.probes.readiness: Google's load balancer cannot use this check, and requests / at the " +
			"pod's address instead, which Django answers with 400; write a path for a check over HTTP, or put nginx in " +
			"front of Django by proxy: {}",
	},
	{
		name: "a load balancer whose health check sends one header",
		text: "  web: {timeout: 30s, probes: {readiness: {path: /ok, headers: {X-Key: a}}}}\n" +
			"  expose: {https: true, ingress: {class: gce}}\n",
		want: "8:64: spec.web.probes.readiness.headers: Google's load balancer cannot send these headers, and requests " +
			"/ at the pod's address instead, which Django answers with 400; remove all but Host, or put nginx in front of " +
			"Django by proxy: {}",
	},
	{
		name: "an environment removes all requests, and no limit",
		text: "  web: {replicas: 2, resources: {limits: {memory: null}}}\n" +
			"  environments: {dev: {web: {resources: {requests: null}}}, prod: {}}\n",
		want: "9:52: spec.environments.dev.web.resources.requests.cpu: without a request Kubernetes requests as much as " +
			"the limit, 1; write a request, or cpu: null under limits too",
	},
	{
		name: "requests outlive their pod",
		text: "  web: {timeout: 2m}\n",
		want: "8:18: spec.web.timeout: a request may take 2m, but has 30s to finish when its pod is stopped; raise " +
			"web.shutdown.graceful",
	},
	{
		name: "privileged port",
		text: "  web: {port: 80}\n",
		want: "8:15: spec.web.port: 80 is a privileged port, which containers without root cannot open on every node; use 8000",
	},
	{
		name: "more web processes than memory",
		text: "  web: {workers: 40, replicas: 1, threads: 1}\n  environments: {prod: {}}\n",
		want: "8:18: spec.web.workers: 40 processes of about 120 MiB each do not fit into the memory limit of 1Gi; " +
			"lower workers or raise web.resources.limits.memory",
	},
	{
		name: "slow probe",
		text: "  web: {probes: {readiness: {path: /, periodSeconds: 5, timeoutSeconds: 10}}}\n",
		want: "8:73: spec.web.probes.readiness.timeoutSeconds: a check may take 10s and the next one begins after 5s; lower it",
	},
	{
		name: "CPU without its m",
		text: "  web: {resources: {limits: {cpu: 500}}}\n",
		want: "8:35: spec.web.resources.limits.cpu: 500 are whole cores, more than most nodes have; write 500m for half of one",
	},
	{
		name: "uploads over the virtual environment",
		text: "  media: {volume: {}, root: /venv}\n  web: {command: [/venv/bin/hypercorn, shop.asgi]}\n",
		want: "8:29: spec.media.root: starts empty and so hides what the image has in web.command, /venv/bin; give " +
			"uploads a directory of their own",
	},
	{
		name: "a limit below what one process of the web server takes",
		text: "  web: {workers: 1, resources: {limits: {memory: 64Mi}}}\n",
		want: "8:50: spec.web.resources.limits.memory: 64Mi is less than the 120 MiB or so that one process of Django takes; " +
			"raise it",
	},
	{
		name: "uploads over the static files",
		text: "  media: {volume: {}}\n  static: {root: /app/media/static}\n",
		want: "8:10: spec.media.root: starts empty and so hides what the image has in static.root, /app/media/static; give " +
			"uploads a directory of their own",
	},
	{
		name: "a server that ends after so many requests",
		text: "  web: {server: uvicorn, workers: 1, maxRequests: 500}\n",
		want: "8:51: spec.web.maxRequests: a single uvicorn worker has no parent to replace it, and its container ends with it; " +
			"remove it, or raise web.workers",
	},
}
