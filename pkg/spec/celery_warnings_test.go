package spec_test

// celeryWarnings are the warnings of Celery, processes and cron jobs.
var celeryWarnings = []warningCase{
	{
		name: "an environment removes a worker by another name",
		text: "  broker: {}\n  celery: {workers: {default: {}, reports: {}}}\n" +
			"  environments: {dev: {celery: {workers: {report: null}}}, prod: {celery: {workers: {reports: null}}}}\n",
		want: "10:51: spec.environments.dev.celery.workers.report: null removes nothing, since the spec has no report there; " +
			"did you mean reports?",
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
		name: "a queue without a broker",
		text: "  caches: {default: {}}\n  processes: {rq: {manage: [rqworker]}}\n",
		want: "9:19: spec.processes.rq: rqworker keeps its tasks in Redis, and the only one here is a cache, which " +
			"evicts old entries when it is full; add broker: {} and have it use BROKER_HOST and BROKER_PORT",
	},
	{
		name: "tasks that outlast RabbitMQ's patience",
		text: "  broker: {engine: rabbitmq, external: {host: mq.internal}}\n" +
			"  celery: {resultBackend: none, workers: {default: {gracePeriod: 2h, timeLimit: 1h}}}\n",
		want: "9:81: spec.celery.workers.default.timeLimit: 1h is longer than RabbitMQ waits for an acknowledgement, " +
			"which is 30m by default, so with late acknowledgement such a task runs twice; raise consumer_timeout on that " +
			"server",
	},
}
