package spec_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/spec"
)

// warningCases are appended to a valid spec.
var warningCases = []struct{ name, text, want string }{
	{
		name: "more clients than nginx has memory for",
		text: "  proxy: {connections: 10000}\n",
		want: "8:24: spec.proxy.connections: 10000 clients of up to 64 KiB each do not fit into the memory limit of 256Mi; lower " +
			"it, or raise proxy.resources.limits.memory",
	},
	{
		name: "a database that no release migrates",
		text: "  databases: {default: {}, stock: {server: default}}\n",
		want: "7:35: spec.databases.stock: the release migrates only the database default; write a migrate.command that " +
			"migrates this one first and default last, as in docs/data.md",
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
		name: "a scratch volume among the uploads",
		text: "  django: {settings: s.settings, hosts: [a.example], writablePaths: [/app/media/cache]}\n  media: {volume: {}}\n",
		want: "7:70: spec.django.writablePaths[0]: /app/media/cache is inside media.root, /app/media, among the " +
			"uploads; move one of them",
	},
	{
		name: "a file of the project among the uploads",
		text: "  django: {settings: s.settings, hosts: [a.example], files: {/app/media/robots.txt: {content: a}}}\n" +
			"  media: {volume: {}}\n",
		want: "7:85: spec.django.files[/app/media/robots.txt]: /app/media/robots.txt is inside media.root, /app/media, " +
			"among the uploads; move one of them",
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
		name: "an order of Argo CD's",
		text: "  expose: {ingress: {class: traefik, tls: {issuer: x}, annotations: {argocd.argoproj.io/sync-wave: \"5\"}}}\n",
		want: "8:100: spec.expose.ingress.annotations[argocd.argoproj.io/sync-wave]: changes the order in which a " +
			"release is delivered; remove it, unless all objects of the application have it",
	},
	{
		name: "no settings module",
		text: "  django: {hosts: [shop.example.com]}\n  web: {app: \"shop.wsgi:application\"}\n",
		want: "7:11: spec.django.settings: missing, so web, workers and jobs each use whatever settings module the " +
			"project's own files name; write one such as shop.settings",
	},
	{
		name: "every host",
		text: "  django: {settings: shop.settings, hosts: [shop.example.com], anyHost: true}\n",
		want: "7:73: spec.django.anyHost: the site accepts every Host header, and links in mails may be built from it; " +
			"check it against your tenants' domains (django.http.request.validate_host) (in prod)",
	},
	{
		name: "a retired controller",
		text: "  expose: {ingress: {class: nginx, tls: {issuer: le}}}\n",
		want: "8:29: spec.expose.ingress.class: the community's ingress-nginx was retired in March 2026 and gets no " +
			"more fixes, not even for security; move to Traefik, HAProxy, Contour, Cilium or your cloud's own, or write " +
			"controller: nginx-f5 if it is F5's",
	},
	{
		name: "a retired controller that a cloud runs",
		text: "  expose: {ingress: {class: webapprouting.kubernetes.azure.com, tls: {issuer: le}}}\n",
		want: "8:29: spec.expose.ingress.class: AKS' managed NGINX is the community's ingress-nginx, which was retired in " +
			"March 2026 and gets security fixes from Microsoft through November 2026 only; move to Application Gateway for " +
			"Containers, or to the add-on's Gateway API with an HTTPRoute of your own in place of expose.ingress",
	},
	{
		name: "a class by the annotation of old",
		text: "  expose: {https: true, ingress: {annotations: {kubernetes.io/ingress.class: nginx}}}\n",
		want: "8:78: spec.expose.ingress.annotations[kubernetes.io/ingress.class]: the community's ingress-nginx was " +
			"retired in March 2026 and gets no more fixes, not even for security; move to Traefik, HAProxy, Contour, Cilium " +
			"or your cloud's own, or write controller: nginx-f5 if it is F5's",
	},
	{
		name: "a controller that no policy can name",
		text: "  expose: {ingress: {class: cilium, tls: {issuer: le}}}\n",
		want: "8:21: spec.expose.ingress.controller: a NetworkPolicy cannot select Cilium's requests; admit them with " +
			"a CiliumNetworkPolicy that has fromEntities: [ingress]",
	},
	{
		name: "a load balancer with a bound of its own",
		text: "  proxy: {}\n  expose: {ingress: {class: gce, tls: {issuer: le}}}\n",
		want: "4:1: spec.web.timeout: Google's load balancer ends a request after 30s by default; raise timeoutSec in " +
			"a BackendConfig, and name it by expose.ingress.serviceAnnotations: {cloud.google.com/backend-config: " +
			`'{"default": "NAME"}'}, or lower this`,
	},
	{
		name: "a load balancer that speaks IPv4 to pods without",
		text: "  proxy: {}\n  web: {timeout: 30s}\n  network: {ipFamilies: [IPv6]}\n" +
			"  expose: {ingress: {class: gce, tls: {issuer: le}}}\n",
		want: "10:25: spec.network.ipFamilies: Google's load balancer connects to pods from 130.211.0.0/22 and " +
			"35.191.0.0/16, addresses of IPv4, which pods do not have according to this; list both families, or write in " +
			"expose.ingress.controllerCIDRs where it connects from",
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
		name: "a load balancer that nobody reaches",
		text: "  expose: {https: true, ingress: {class: alb}}\n",
		want: "8:34: spec.expose.ingress.annotations: an Application Load Balancer is reachable only within its " +
			"network by default; write alb.ingress.kubernetes.io/scheme: internet-facing, or internal",
	},
	{
		name: "a load balancer that reads no Secret",
		text: "  expose: {ingress: {class: alb, tls: {issuer: le}, annotations: {alb.ingress.kubernetes.io/scheme: internal}}}\n",
		want: "8:39: spec.expose.ingress.tls: an Application Load Balancer takes its certificates from ACM, where it " +
			"searches for the hosts, and reads no Secret; to be sure, name one with " +
			"alb.ingress.kubernetes.io/certificate-arn",
	},
	{
		name: "an environment removes a worker by another name",
		text: "  broker: {}\n  celery: {workers: {default: {}, reports: {}}}\n" +
			"  environments: {dev: {celery: {workers: {report: null}}}, prod: {celery: {workers: {reports: null}}}}\n",
		want: "10:51: spec.environments.dev.celery.workers.report: null removes nothing, since the spec has no report there; " +
			"did you mean reports?",
	},
	{
		name: "a request that is removed, and not the limit",
		text: "  databases: {default: {resources: {requests: {memory: null}}}}\n  environments: {prod: {}}\n",
		want: "7:56: spec.databases.default.resources.requests.memory: without a request Kubernetes requests as much as " +
			"the limit, 2Gi; write a request, or memory: null under limits too",
	},
	{
		name: "an environment removes all requests, and no limit",
		text: "  web: {replicas: 2, resources: {limits: {memory: null}}}\n" +
			"  environments: {dev: {web: {resources: {requests: null}}}, prod: {}}\n",
		want: "9:52: spec.environments.dev.web.resources.requests.cpu: without a request Kubernetes requests as much as " +
			"the limit, 1; write a request, or cpu: null under limits too",
	},
	{
		name: "an environment removes from what there is none of",
		text: "  environments: {dev: {cron: {nightly: null}}}\n",
		want: "8:40: spec.environments.dev.cron.nightly: null removes nothing, since the spec has no nightly there; " +
			"remove the line",
	},
	{
		name: "an environment removes a limit that only the project may have set",
		text: "  broker: {}\n  celery: {workers: {default: {timeLimit: 1h}}}\n" +
			"  environments: {dev: {celery: {workers: {default: {timeLimit: null, maxTasksPerChild: null}}}}}\n",
		want: "10:88: spec.environments.dev.celery.workers.default.maxTasksPerChild: null removes nothing, since the spec " +
			"has no maxTasksPerChild there; remove the line",
	},
	{
		name: "nobody is let in to a site that browsers reach",
		text: "  expose: {https: true}\n",
		want: "8:19: spec.expose.https: no network policy admits what ends TLS in front of the site; name it: " +
			"network.ingress: {NAME: {namespace: …}}, or with cidr if it is not a pod",
	},
	{
		name: "everybody's namespace",
		text: "  namespace: {name: default}\n",
		want: "8:21: spec.namespace.name: this namespace is shared, and Pod Security \"restricted\" would apply to " +
			"everything in it; write another, or set create: false",
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
		name: "more tasks than memory",
		text: "  broker: {}\n  celery: {workers: {default: {concurrency: 16}}}\n  environments: {prod: {}}\n",
		want: "9:45: spec.celery.workers.default.concurrency: 16 processes of about 170 MiB each do not fit into the memory " +
			"limit of 1Gi; lower concurrency or raise resources.limits.memory",
	},
	{
		name: "nobody takes the default queue",
		text: "  broker: {}\n  celery: {workers: {mail: {}}}\n",
		want: "9:21: spec.celery.workers: no worker takes tasks from the queue celery, where Celery puts tasks without " +
			"a route; add it to the queues of a worker",
	},
	{
		name: "slow probe",
		text: "  web: {probes: {readiness: {path: /, periodSeconds: 5, timeoutSeconds: 10}}}\n",
		want: "8:73: spec.web.probes.readiness.timeoutSeconds: a check may take 10s and the next one begins after 5s; lower it",
	},
	{
		name: "no default database",
		text: "  databases: {main: {}}\n",
		want: "7:14: spec.databases: no database is named default, which is the one Django uses unless told otherwise; " +
			"rename one",
	},
	{
		name: "debugging in production",
		text: "  django: {settings: shop.settings, hosts: [a.example], env: {DEBUG: \"True\"}}\n",
		want: "7:70: spec.django.env.DEBUG: shows settings and source code to anybody who meets an error, in " +
			"production; turn it off there, or set profile: dev (in prod)",
	},
	{
		name: "CPU without its m",
		text: "  web: {resources: {limits: {cpu: 500}}}\n",
		want: "8:35: spec.web.resources.limits.cpu: 500 are whole cores, more than most nodes have; write 500m for half of one",
	},
	{
		name: "empty volume over the code",
		text: "  django: {settings: shop.settings, hosts: [a.example], workingDir: /srv/shop, writablePaths: [/srv]}\n",
		want: "7:96: spec.django.writablePaths[0]: starts empty and so hides what the image has in django.workingDir, " +
			"/srv/shop; name the directories the project writes to, or copy what is there: {path: /srv, seed: true}",
	},
	{
		name: "an empty volume over the interpreter",
		text: "  django: {settings: shop.settings, hosts: [a.example], manage: [/venv/bin/python, manage.py], writablePaths: [/venv]}\n",
		want: "7:112: spec.django.writablePaths[0]: starts empty and so hides what the image has in django.manage, " +
			"/venv/bin; name the directories the project writes to, or copy what is there: {path: /venv, seed: true}",
	},
	{
		name: "an empty volume over a program of a process",
		text: "  django: {settings: shop.settings, hosts: [a.example], writablePaths: [/opt/bot]}\n" +
			"  processes: {bot: {command: [/opt/bot/bin/bot]}}\n",
		want: "7:73: spec.django.writablePaths[0]: starts empty and so hides what the image has in processes.bot.command, " +
			"/opt/bot/bin; name the directories the project writes to, or copy what is there: {path: /opt/bot, seed: true}",
	},
	{
		name: "an empty volume over the system",
		text: "  django: {settings: shop.settings, hosts: [a.example], writablePaths: [/usr]}\n",
		want: "7:73: spec.django.writablePaths[0]: starts empty and so hides what the image has in a directory of its " +
			"system, /usr/bin; name the directories the project writes to, or copy what is there: {path: /usr, seed: true}",
	},
	{
		name: "uploads over the virtual environment",
		text: "  media: {volume: {}, root: /venv}\n  web: {command: [/venv/bin/hypercorn, shop.asgi]}\n",
		want: "8:29: spec.media.root: starts empty and so hides what the image has in web.command, /venv/bin; give " +
			"uploads a directory of their own",
	},
	{
		name: "an environment's null makes a broker",
		text: "  environments: {dev: {}, prod: {broker: {external: null}}}\n",
		want: "8:53: spec.environments.prod.broker.external: null removes nothing, since the spec has no external there; " +
			"remove spec.environments.prod.broker, which makes one of defaults alone",
	},
	{
		name: "an environment's null of a map that the spec does not have",
		text: "  django: {settings: shop.settings, hosts: [a.example]}\n  environments: {dev: {django: {env: null}}, prod: {}}\n",
		want: "8:38: spec.environments.dev.django.env: null removes nothing, since the spec has no env there; remove the line",
	},
	{
		name: "a limit below what one process of the web server takes",
		text: "  web: {workers: 1, resources: {limits: {memory: 64Mi}}}\n",
		want: "8:50: spec.web.resources.limits.memory: 64Mi is less than the 120 MiB or so that one process of Django takes; " +
			"raise it",
	},
	{
		name: "a limit below what one process of a worker takes",
		text: "  broker: {}\n  celery: {workers: {default: {concurrency: 1, resources: {limits: {memory: 64Mi}}}}}\n",
		want: "9:77: spec.celery.workers.default.resources.limits.memory: 64Mi is less than the 170 MiB or so that one " +
			"process of Django takes; raise it",
	},
	{
		name: "a management command as a program",
		text: "  cron: {a: {schedule: \"0 3 * * *\", command: [clearsessions]}}\n",
		want: "8:46: spec.cron.a.command: clearsessions is a management command, and a container runs programs; write " +
			"manage: [clearsessions]",
	},
	{
		name: "uploads over the static files",
		text: "  media: {volume: {}}\n  static: {root: /app/media/static}\n",
		want: "8:10: spec.media.root: starts empty and so hides what the image has in static.root, /app/media/static; give " +
			"uploads a directory of their own",
	},
	{
		name: "a server that does not fit",
		text: "  databases: {default: {engine: mysql, resources: {limits: {memory: 256Mi}}}}\n",
		want: "7:69: spec.databases.default.resources.limits.memory: 256Mi is less than mysql needs to run, and the " +
			"kernel would kill it; write at least 512Mi",
	},
	{
		name: "more threads than connections",
		text: "  databases: {default: {}}\n  web: {replicas: 10, workers: 2, threads: 4}\n" +
			"  broker: {}\n  celery: {workers: {default: {pool: threads, concurrency: 30}, green: {pool: gevent}}}\n",
		want: "7:24: spec.databases.default.maxConnections: 100 connections, 3 of them the server's own, are fewer " +
			"than the 166 that an update may need: web 104, worker default 60, migrate 1, migrate's lock 1; raise it, or lower replicas, " +
			"workers or threads",
	},
	{
		name: "a connection too many during an update",
		text: "  databases: {default: {engine: mysql, maxConnections: 25}}\n  web: {replicas: 4, workers: 1, threads: 4}\n" +
			"  broker: {engine: rabbitmq}\n  celery: {workers: {default: {concurrency: 1}}, " +
			"beat: {scheduler: \"django_celery_beat.schedulers:DatabaseScheduler\"}}\n" +
			"  cron: {clear: {schedule: \"@daily\", manage: [clearsessions]}}\n",
		want: "7:56: spec.databases.default.maxConnections: 25 connections are fewer than the 28 that an update may " +
			"need: web 20, worker default 2, beat 1, locks 2, cron 1, migrate 1, migrate's lock 1; raise it, or lower " +
			"replicas, workers or threads",
	},
	{
		name: "tasks that outlast Redis' patience",
		text: "  broker: {engine: valkey}\n  celery: {workers: {default: {gracePeriod: 2h, timeLimit: 61m}}}\n",
		want: "9:60: spec.celery.workers.default.timeLimit: valkey delivers a task again that is not acknowledged " +
			"within an hour, so with late acknowledgement such a task runs twice; set visibility_timeout in Celery's " +
			"broker_transport_options beyond 1h1m",
	},
	{
		name: "tasks that outlast a drain",
		text: "  broker: {engine: rabbitmq}\n  celery: {workers: {default: {timeLimit: 12h}}}\n",
		want: "9:31: spec.celery.workers.default.gracePeriod: a task may take 12h, but has 10m to finish when its pod " +
			"is stopped; raise it if nodes may take that long to drain, or have such a task run again: set task_acks_late " +
			"and task_reject_on_worker_lost in Celery's settings",
	},
	{
		name: "a grace shorter than a task",
		text: "  broker: {engine: rabbitmq}\n  celery: {workers: {default: {gracePeriod: 10s}}}\n",
		want: "9:45: spec.celery.workers.default.gracePeriod: a task may take 5m, but has 10s to finish when its pod " +
			"is stopped; raise it if nodes may take that long to drain, or have such a task run again: set task_acks_late " +
			"and task_reject_on_worker_lost in Celery's settings",
	},
	{
		name: "a server that ends after so many requests",
		text: "  web: {server: uvicorn, workers: 1, maxRequests: 500}\n",
		want: "8:51: spec.web.maxRequests: a single uvicorn worker has no parent to replace it, and its container ends with it; " +
			"remove it, or raise web.workers",
	},
	{
		name: "a queue without a broker",
		text: "  caches: {default: {}}\n  processes: {rq: {manage: [rqworker]}}\n",
		want: "9:19: spec.processes.rq: rqworker keeps its tasks in Redis, and the only one here is a cache, which " +
			"evicts old entries when it is full; add broker: {} and have it use BROKER_HOST and BROKER_PORT",
	},
	{
		name: "a queue in a cache",
		text: "  caches: {default: {}}\n  environments: {prod: {django: {env: {RQ_URL: \"redis://shop-cache:6379/0\"}}}}\n",
		want: "9:48: spec.environments.prod.django.env.RQ_URL: points to the cache default, which evicts old entries " +
			"when it is full, tasks too; point it to the broker",
	},
	{
		name: "a cache by a queue's name",
		text: "  caches: {default: {envNames: {url: CHANNELS_URL}}}\n",
		want: "8:38: spec.caches.default.envNames.url: CHANNELS_URL seems to say where tasks are kept, but a cache " +
			"evicts old entries when it is full; use broker and its envNames",
	},
	{
		name: "a replica that nothing replicates into",
		text: "  databases: {default: {}, read-replica: {}}\n",
		want: "7:42: spec.databases.read-replica: is a database of its own and stays empty: nothing is replicated into it; " +
			"write replicaOf and external for a replica, or choose another alias",
	},
	{
		name: "a server no supported Django takes",
		text: "  databases: {default: {engine: mariadb, version: \"10.4\"}}\n",
		want: "7:51: spec.databases.default.version: no Django that still gets security fixes takes mariadb before 10.5; " +
			"choose a newer version",
	},
	{
		name: "tasks that outlast RabbitMQ's patience",
		text: "  broker: {engine: rabbitmq, external: {host: mq.internal}}\n" +
			"  celery: {resultBackend: none, workers: {default: {gracePeriod: 2h, timeLimit: 1h}}}\n",
		want: "9:81: spec.celery.workers.default.timeLimit: 1h is longer than RabbitMQ waits for an acknowledgement, " +
			"which is 30m by default, so with late acknowledgement such a task runs twice; raise consumer_timeout on that " +
			"server",
	},
	{
		name: "a database in the pod itself, by an address that begins like a command to GitHub",
		text: "  databases: {default: {external: {host: \"::1\"}}}\n  network: {ipFamilies: [IPv6]}\n",
		want: "7:42: spec.databases.default.external.host: \"::1\" is the pod itself; write the server's name, or remove " +
			"external for one in the cluster",
	},
	{
		name: "database in the pod itself",
		text: "  databases: {default: {external: {host: localhost}}}\n",
		want: "7:42: spec.databases.default.external.host: \"localhost\" is the pod itself; write the server's name, or remove " +
			"external for one in the cluster",
	},
	{
		name: "hosts that a public authority's certificate lacks",
		text: "  django: {settings: s.settings, hosts: [shop.example.com, shop.corp, shop]}\n" +
			"  expose: {ingress: {class: traefik, tls: {issuer: le}}}\n",
		want: "8:52: spec.expose.ingress.tls.issuer: its certificate leaves out shop.corp, shop, which no public authority " +
			"certifies; if the issuer is a private one, have it make a certificate for all hosts, and name its Secret under " +
			"tls.secret without issuer",
	},
	{
		name: "production without TLS",
		text: "  expose: {ingress: {class: traefik}}\n  environments: {prod: {}}\n",
		want: "8:11: spec.expose: the site is reached by plain http in production; set ingress.tls, or https: true where " +
			"something in front of the cluster ends TLS",
	},
	{
		name: "production Secret from a file",
		text: "  secrets: {envFile: secrets.env}\n  environments: {prod: {}}\n",
		want: "8:22: spec.secrets.envFile: a production Secret would come from a file on somebody's disk; create it in " +
			"the cluster and remove this there (envFile: null in the environment)",
	},
	{
		name: "files that kubectl apply cannot keep a copy of",
		text: "  django: {settings: s.settings, hosts: [a.example], files: {/etc/a: {content: '" + kib(300) + "'}}}\n",
		want: "7:61: spec.django.files: holds 300 KiB, and kubectl apply keeps a copy of the object in its annotations, which " +
			"take 256; apply with kubectl apply --server-side, or put large files into the image",
	},
	{
		name: "annotations that kubectl apply cannot keep a copy of",
		text: "  django: {settings: s.settings, hosts: [a.example], serviceAccount: {annotations: {a.example/b: '" + kib(127) +
			"'}}}\n",
		want: "7:84: spec.django.serviceAccount.annotations: 128 KiB, and kubectl apply keeps a copy of the object among its " +
			"annotations, which take 256; apply with kubectl apply --server-side, or remove some",
	},
	{
		name: "the Ingress host of environments that nobody wrote",
		text: "  expose: {ingress: {class: traefik, tls: {issuer: le}}}\n",
		want: "8:21: spec.expose.ingress: the environments dev, staging, prod, which are made where none are written, all " +
			"have the Ingress host shop.example.com, and it is by chance which of them a request reaches; write those that " +
			"you have, such as environments: {prod: {}}, and give each its own, or set cluster in each if they run in " +
			"different clusters",
	},
	{
		name: "several of their hosts",
		text: "  django: {settings: s.settings, hosts: [a.de, b.de, c.de]}\n  expose: {https: true, ingress: {class: haproxy}}\n",
		want: "8:34: spec.expose.ingress: the environments dev, staging, prod, which are made where none are written, all " +
			"have the Ingress host a.de and 2 more, and it is by chance which of them a request reaches; write those that " +
			"you have, such as environments: {prod: {}}, and give each its own, or set cluster in each if they run in " +
			"different clusters",
	},
	{
		name: "the namespace of environments that nobody wrote",
		text: "  namespace: {name: shop}\n",
		want: "8:21: spec.namespace.name: the environments dev, staging, prod, which are made where none are written, all " +
			"have the namespace shop, and the objects of one would take the place of the other's; write those that " +
			"you have, such as environments: {prod: {}}, and give each its own, or set cluster in each if they run in " +
			"different clusters",
	},
	{
		name: "a class that may be anybody's",
		text: "  expose: {ingress: {class: public, tls: {issuer: le}}}\n",
		want: "8:29: spec.expose.ingress.class: the controller of class public is not known, so it is told neither how long " +
			"requests may take nor how large they may be, and the network policies admit the pods of any namespace but " +
			"no load balancer outside the cluster; write controller, or controller: other if it needs none of this",
	},
	{
		name: "the cluster's own class",
		text: "  expose: {https: true, ingress: {}}\n",
		want: "8:34: spec.expose.ingress: the controller of the cluster's default class is not known, so it is told neither " +
			"how long requests may take nor how large they may be, and the network policies admit the pods of any namespace " +
			"but no load balancer outside the cluster; write controller, or controller: other if it needs none of this",
	},
	{
		name: "a second controller of a kind",
		text: "  expose: {ingress: {class: internal-nginx, tls: {issuer: le}}}\n",
		want: "8:29: spec.expose.ingress.class: the community's ingress-nginx was retired in March 2026 and gets no " +
			"more fixes, not even for security; move to Traefik, HAProxy, Contour, Cilium or your cloud's own, or write " +
			"controller: nginx-f5 if it is F5's",
	},
	{
		name: "a broker that forgets",
		text: "  broker: {config: {maxmemory_policy: AllKeys-LRU}}\n",
		want: "8:39: spec.broker.config.maxmemory_policy: a broker with the policy AllKeys-LRU deletes tasks or results when " +
			"its memory is full; remove it, and use a cache for what may be deleted",
	},
	{
		name: "a broker without a log",
		text: "  broker: {engine: valkey, config: {appendonly: \"no\"}}\n",
		want: "8:49: spec.broker.config.appendonly: a broker that does not log its changes loses all tasks when it restarts; " +
			"remove it",
	},
	{
		name: "a replica on the server it is of",
		text: "  databases: {default: {}, ro: {server: default}}\n",
		want: "7:32: spec.databases.ro: is a database of its own and stays empty: nothing is replicated into it; " +
			"write replicaOf and external for a replica, or choose another alias",
	},
	{
		name: "a replica elsewhere that is not said to be one",
		text: "  databases: {default: {external: {host: pg}}, ro: {external: {host: pg-ro}}}\n",
		want: "7:52: spec.databases.ro: is taken for a database with data of its own; write replicaOf: default if it is a " +
			"replica, or choose another alias",
	},
	{
		name: "a replica that is the server it is of",
		text: "  databases: {default: {external: {host: pg}}, ro: {replicaOf: default, external: {host: pg}}}\n",
		want: "7:90: spec.databases.ro.external.host: pg is the server of default itself, so nothing is read from a replica; " +
			"write the replica's host, or remove this database",
	},
	{
		name: "a database elsewhere that is the stack's own",
		text: "  databases: {default: {}, ro: {replicaOf: default, external: {host: shop-database.shop-prod.svc}}}\n" +
			"  environments: {prod: {}}\n",
		want: "7:70: spec.databases.ro.external.host: shop-database.shop-prod.svc is the stack's own server; write server: " +
			"default without external for a database there, or another host",
	},
	{
		name: "the name of a server that does not run",
		text: "  broker: {external: {host: shop-broker}}\n",
		want: "8:29: spec.broker.external.host: shop-broker is the name of a server that the stack would run without " +
			"external, and does not run beside it; remove external to have that server, or write another host",
	},
	{
		name: "an address of a family that pods do not have",
		text: "  network: {egress: {mail: {ports: [25], cidr: \"fd00::/8\"}}}\n",
		want: "8:48: spec.network.egress.mail.cidr: \"fd00::/8\" is an address of IPv6, which pods do not have according to " +
			"network.ipFamilies; write one of IPv4, or list both families there",
	},
}

// kib is a text of n KiB, none of them a secret's.
func kib(n int) string { return strings.Repeat("word ", n*1024/5+1)[:n*1024] }

func TestWarnings(t *testing.T) {
	for _, c := range warningCases {
		t.Run(c.name, func(t *testing.T) {
			text := c.text
			if !strings.Contains(c.want, "made where none are written") {
				text = apart(text)
			}
			errs, warnings := check(t, without(valid, text)+text)
			if len(errs) > 0 {
				t.Errorf("errors: %v", errs)
			}
			if diff := cmp.Diff([]string{c.want}, lines(warnings)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// apart has the environments of a stack in clusters of their own, where it writes none.
func apart(text string) string {
	if strings.Contains(text, "  environments:") {
		return text
	}
	return text + "  environments: {dev: {cluster: a}, staging: {cluster: b}, prod: {cluster: c}}\n"
}

// TestConnectionsOfLocks: a connection is counted where a lock is taken, and nowhere else.
func TestConnectionsOfLocks(t *testing.T) {
	const (
		databases = "  databases: {default: {maxConnections: 4}}\n  web: {replicas: 1, workers: 1, threads: 5}\n"
		beat      = "  broker: {}\n  celery: {workers: {w: {pool: gevent}}, beat: {}}\n"
	)
	for _, c := range []struct{ reason, text, want string }{
		{"beat's, in an update", beat, "locks 2, migrate 1, migrate's lock 1;"},
		{"a singleton's", "  processes: {bot: {command: [bot], singleton: true}}\n", "locks 2, migrate 1, migrate's lock 1;"},
		{"only a singleton has one", "  processes: {bot: {command: [bot]}}\n", "web 10, migrate 1, migrate's lock 1;"},
		{"a stopped one has none", "  processes: {bot: {command: [bot], singleton: true, replicas: 0}}\n", "web 10, migrate 1, migrate's lock 1;"},
		{"a port would be asked", "  processes: {bot: {command: [bot], singleton: true, port: 9000}}\n", "web 10, migrate 1, migrate's lock 1;"},
		{"so would a check", "  broker: {}\n  celery: {workers: {w: {pool: gevent}}, beat: {probes: {liveness: {command: [check]}}}}\n", "web 10, migrate 1, migrate's lock 1;"},
		{"a database that refuses locks", beat + "  migrate: {lock: false}\n", "web 10, migrate 1;"},
		{"nobody waits", beat + "  migrate: {check: {enabled: false}}\n", "web 10, migrate 1, migrate's lock 1;"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			_, warnings := check(t, without(valid, databases)+databases+c.text)
			if !slices.ContainsFunc(warnings, func(w *spec.Error) bool { return strings.Contains(w.Message, c.want) }) {
				t.Errorf("%v has not %q", warnings, c.want)
			}
		})
	}
}

// TestNoFalseAlarms has what comes near a warning and is meant.
func TestNoFalseAlarms(t *testing.T) {
	for _, text := range []string{
		"  databases: {default: {external: {host: \"2001:db8::5\", secret: s}}}\n  network: {ipFamilies: [IPv6]}\n",
		"  django: {settings: shop.settings, hosts: [a.example], workingDir: /app, writablePaths: [/app/cache, /apps]}\n",
		"  django: {settings: s.settings, hosts: [a.example], workingDir: /srv/shop, writablePaths: [{path: /srv, seed: true}]}\n",
		"  databases: {default: {maxConnections: 101, resources: {limits: {cpu: 64}}}}\n  web: {replicas: 6, workers: 3, threads: 4}\n",
		"  proxy: {}\n  expose: {ingress: {class: gce, tls: {issuer: le}, serviceAnnotations: {cloud.google.com/backend-config: a}}}\n",
		"  proxy: {bodySize: 5Gi}\n  web: {resources: {requests: {ephemeral-storage: 90Gi}}}\n",
		"  databases: {default: {external: {host: rw}}, ro: {replicaOf: default, external: {host: ro}}}\n",
		"  databases: {default: {}, stock: {server: default}}\n  migrate: {command: [./migrate-all]}\n",
		"  databases: {default: {}, stock: {server: default}}\n  migrate: {enabled: false}\n",
		"  databases: {default: {external: {host: pg}}, direct: {replicaOf: default, external: {host: pg}}}\n",
		"  broker: {external: {host: redis}}\n  caches: {default: {index: 2, external: {host: redis}}}\n",
		"  broker: {}\n  caches: {default: {}}\n  celery: {}\n",
		"  broker: {config: {Maxmemory_Policy: noeviction, appendonly: \"yes\", databases: \"2\"}, index: 1}\n",
		"  broker: {config: {databases: \"1\"}}\n  caches: {default: {index: 20, config: {databases: \"32\", save: \"\"}}}\n",
		"  databases: {default: {engine: mysql, config: {sql_mode: \"\", skip-name-resolve: \"\"}}}\n",
		"  caches: {default: {}, other: {index: 1, external: {host: shop-cache}}}\n",
		"  network: {ipFamilies: [IPv6, IPv4], egress: {a: {ports: [1], cidr: 10.0.0.0/8}, b: {ports: [2], cidr: \"fd00::/8\"}}}\n",
		"  network: {ipFamilies: [IPv6], egress: {a: {ports: [1], cidr: 0.0.0.0/0}}}\n",
		"  expose: {https: true, ingress: {class: edge, controller: other}}\n",
		"  namespace: {name: shop}\n  expose: {https: true, ingress: {class: traefik}}\n  environments: {prod: {}}\n",
		"  django: {settings: s.settings, hosts: [shop.corp, shop]}\n  expose: {ingress: {class: traefik, tls: {issuer: ca}}}\n",
		"  django: {settings: s.settings, hosts: [shop.de, shop.corp]}\n  expose: {ingress: {class: traefik, tls: {secret: tls}}}\n",
		"  expose: {https: true}\n  network: {ingress: {edge: {namespace: edge}}}\n",
		"  expose: {https: true}\n  network: {policies: false}\n",
		"  proxy: {bodySize: 1Gi}\n  media: {serve: app, volume: {accessMode: ReadWriteOnce}}\n  web: {replicas: 1}\n",
		"  proxy: {}\n  environments: {dev: {proxy: null, web: {replicas: null}}}\n",
		"  django: {settings: s.settings, hosts: [a.example], entrypoint: [/start.sh], manage: [/venv/bin/python, manage.py], " +
			"writablePaths: [/venv/share, {path: /usr, seed: true}], files: {/venv/bin/python: {content: a}}}\n",
		"  broker: {external: {host: 10.0.0.5, cidr: 10.0.0.0/8}}\n",
		"  web: {resources: {requests: {cpu: null}, limits: {cpu: null, ephemeral-storage: 1Gi}}}\n",
		"  network: {ipFamilies: [IPv6]}\n  expose: {ingress: {class: gce, tls: {issuer: le}, " +
			"serviceAnnotations: {cloud.google.com/backend-config: a}, controllerCIDRs: [\"fd00::/8\"]}}\n  proxy: {}\n",
	} {
		text = apart(text)
		errs, warnings := check(t, without(valid, text)+text)
		if all := spec.JoinErrors(errs, warnings); len(all) > 0 {
			t.Errorf("%s%v", text, all)
		}
	}
}

// TestExamplesAreQuiet: a rule that complains of what the examples do is wrong,
// or they are.
func TestExamplesAreQuiet(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/stack.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, file := range files {
		errs, warnings := check(t, string(readFile(t, file)))
		for _, e := range spec.JoinErrors(errs, warnings) {
			switch {
			case e.Path == "spec.django.settings": // NetBox's image sets its own
			case strings.Contains(e.Message, "ingress-nginx was retired"): // they move to another
			default:
				t.Errorf("%s: %v", file, e)
			}
		}
	}
}

// without is a spec without the line of the field that text begins with.
func without(spec, text string) string {
	field, _, _ := strings.Cut(text, ":")
	var kept strings.Builder
	for line := range strings.Lines(spec) {
		if !strings.HasPrefix(line, field+":") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}
