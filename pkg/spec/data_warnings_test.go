package spec_test

// dataWarnings are the warnings of databases, caches and the broker.
var dataWarnings = []warningCase{
	{
		name: "a container that may write anywhere",
		text: "  web: {sidecars: {tail: {image: \"registry.example/acme/tail:1\", writableRoot: true}}}\n",
		want: "8:80: spec.web.sidecars.tail.writableRoot: what runs in this container can change its own programs; name a " +
			"volume of scratch space for each directory it writes to, unless it writes all over its image",
	},
	{
		name: "a password without encryption",
		text: "  mail: {host: mail.example.com, tls: none, user: shop}\n",
		want: "8:39: spec.mail.tls: the password is sent without encryption; write starttls or implicit, unless the server " +
			"offers neither",
	},
	{
		name: "a database that no release migrates",
		text: "  databases: {default: {}, stock: {server: default}}\n",
		want: "7:35: spec.databases.stock: the release migrates only the database default; write a migrate.command that " +
			"migrates this one first and default last, as in docs/data.md",
	},
	{
		name: "a request that is removed, and not the limit",
		text: "  databases: {default: {resources: {requests: {memory: null}}}}\n  environments: {prod: {}}\n",
		want: "7:56: spec.databases.default.resources.requests.memory: without a request Kubernetes requests as much as " +
			"the limit, 2Gi; write a request, or memory: null under limits too",
	},
	{
		name: "no default database",
		text: "  databases: {main: {}}\n",
		want: "7:14: spec.databases: no database is named default, which is the one Django uses unless told otherwise; " +
			"rename one",
	},
	{
		name: "an environment's null makes a broker",
		text: "  environments: {dev: {}, prod: {broker: {external: null}}}\n",
		want: "8:53: spec.environments.prod.broker.external: null removes nothing, since the spec has no external there; " +
			"remove spec.environments.prod.broker, which makes one of defaults alone",
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
}
