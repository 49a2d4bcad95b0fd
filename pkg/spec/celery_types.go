package spec

// Celery is the task queue.
type Celery struct {
	// App is the Celery application, shop or shop.celery:app. Default: the
	// package of django.settings.
	App string `json:"app,omitempty"`
	// WorkerDefaults is what all workers have that do not say otherwise: each worker is a merge
	// patch of it, null included, in every environment.
	WorkerDefaults *Worker `json:"workerDefaults,omitempty"`
	// Workers by name, each a Deployment of its own. Null removes a worker. Default:
	// one, "default".
	Workers map[string]Worker `json:"workers,omitempty"`
	// Beat starts periodic tasks; there is never more than one. Absent: none.
	Beat *Beat `json:"beat,omitempty"`
	// Flower shows queues and tasks. Absent: none.
	Flower *Flower `json:"flower,omitempty"`
	// ResultBackend says where results go: broker, database (django-celery-results)
	// or none. Default: broker where it is Redis or Valkey, else none.
	ResultBackend ResultBackend `json:"resultBackend,omitempty"`
}

// ResultBackend is where Celery keeps task results.
type ResultBackend string

// The result backends.
const (
	ResultBroker   ResultBackend = "broker"
	ResultDatabase ResultBackend = "database"
	ResultNone     ResultBackend = "none"
)

// Enum lists the backends.
func (ResultBackend) Enum() []string { return []string{"broker", "database", "none"} }

// Worker is one class of Celery workers. What is set here overrides the project's own
// settings. Where a field is unset, the project's settings and the image's
// CELERY_WORKER_ variables apply, and the default here is used only if they do not set
// it either. A worker always gets its name, NAME@POD, and a heartbeat file for its
// probes.
type Worker struct {
	// Queues are where the worker takes tasks from. Default: the worker's name; for
	// "default", all of the project's task_queues or, where there are none, its
	// task_default_queue.
	Queues []string `json:"queues,omitempty"`
	// Concurrency is the number of tasks at a time. Default, unless the project sets
	// worker_concurrency: with prefork twice the CPU limit, as many as fit into the
	// memory limit; with threads four times the CPU limit; with gevent and eventlet
	// 100; with solo 1. Never the node's cores.
	Concurrency int32 `json:"concurrency,omitempty"`
	// Pool runs the tasks. Default, unless the project sets worker_pool: prefork.
	Pool WorkerPool `json:"pool,omitempty"`
	// TimeLimit kills a task, with the pools prefork and gevent; other pools cannot
	// kill a task (docs.celeryq.dev, "Time Limits"). Default, unless the project sets
	// task_time_limit or task_soft_time_limit: 5m, and with softTimeLimit ten ninths of
	// that. A limit that the project sets is not seen here, so set gracePeriod as well
	// if it is longer.
	TimeLimit *Duration `json:"timeLimit,omitempty"`
	// SoftTimeLimit raises SoftTimeLimitExceeded in a task. Default, unless the project
	// sets task_time_limit or task_soft_time_limit: nine tenths of timeLimit.
	SoftTimeLimit *Duration `json:"softTimeLimit,omitempty"`
	// MaxTasksPerChild restarts a child process after this many tasks; 0 never does.
	// Default, unless the project sets worker_max_tasks_per_child: 1000.
	MaxTasksPerChild *int32 `json:"maxTasksPerChild,omitempty"`
	// PrefetchMultiplier is how many tasks a child reserves ahead; 0 sets no limit.
	// Default, unless the project sets worker_prefetch_multiplier: 1.
	PrefetchMultiplier *int32 `json:"prefetchMultiplier,omitempty"`
	// Replicas is the number of pods. Null leaves it to whoever scales the Deployment.
	// Default: 1.
	Replicas *int32 `json:"replicas,omitempty"`
	// Autoscaling chooses the number of replicas by load. Absent: replicas.
	Autoscaling *Autoscaling `json:"autoscaling,omitempty"`
	// Probes of the container. Default: a heartbeat file.
	Probes Probes `json:"probes,omitzero"`
	// Args are further arguments of celery worker, such as [--without-gossip]. They
	// override the fields here.
	//
	// GracePeriod is how long a worker may take to finish its tasks after it was told
	// to stop. It follows timeLimit here, not the project's own limits. Default:
	// timeLimit and 30s more for the last result, but at most 10m, which is as long as
	// the cluster autoscaler waits for a pod when it removes a node
	// (max-graceful-termination-sec).
	//
	// Resources of the container. Default: requests of 200m and 512Mi, limits of 1
	// and 1Gi; profile dev: requests of 100m and 256Mi, limits of 1 and 512Mi.
	DjangoPodOptions `json:",inline"`
}

// WorkerPool is Celery's execution pool.
type WorkerPool string

// The execution pools.
const (
	PoolPrefork  WorkerPool = "prefork"
	PoolThreads  WorkerPool = "threads"
	PoolGevent   WorkerPool = "gevent"
	PoolEventlet WorkerPool = "eventlet"
	PoolSolo     WorkerPool = "solo"
)

// Enum lists the pools.
func (WorkerPool) Enum() []string {
	return []string{"prefork", "threads", "gevent", "eventlet", "solo"}
}

// Beat is Celery's scheduler. There is never more than one: two would start every task
// twice. During an update the old one runs until the migrations are applied, and the
// new one stands by until the old one has stopped (docs/releases.md). Beat always gets
// a schedule file on a scratch volume, which is lost with the pod; no pid file, which
// would survive a crash; and a heartbeat file for its probes.
type Beat struct {
	// Scheduler class. Default, unless the project sets beat_scheduler:
	// celery.beat:PersistentScheduler. This one starts all intervals anew at each
	// release, so give rare tasks a crontab schedule.
	Scheduler string `json:"scheduler,omitempty"`
	// Replicas is 1, or 0 to stop beat for a while: no task starts by schedule then.
	// Default: 1.
	Replicas *OneOrNone `json:"replicas,omitempty"`
	// Probes of the container. If one has a command, an update stops the old beat
	// before it starts the new one, which would fail the command while it stands by; the
	// other cases are those of a process's singleton. Default: a heartbeat file.
	Probes Probes `json:"probes,omitzero"`
	// Args are further arguments of celery beat.
	//
	// GracePeriod is how long beat may take to stop. Default: 30s.
	//
	// Resources of the container. The process that holds beat's lock uses about 25Mi of
	// the memory. Default: requests of 50m and 128Mi, limits of 500m and 256Mi.
	DjangoPodOptions `json:",inline"`
}

// Flower is Celery's web interface, reached by its ClusterIP Service. It always gets
// its port; its own configuration file, flowerconfig.py, overrides everything else.
type Flower struct {
	// Image with Flower in it. Default: the stack's own, run as celery flower.
	Image ImageRef `json:"image,omitempty"`
	// BasicAuth is user:password of those who may look. Default: key
	// FLOWER_BASIC_AUTH of the stack's Secret.
	BasicAuth SecretKey `json:"basicAuth,omitzero"`
	// Replicas is 1, or 0 to stop Flower for a while. Default: 1.
	Replicas *OneOrNone `json:"replicas,omitempty"`
	// Probes of the container.
	Probes Probes `json:"probes,omitzero"`
	// Args are further arguments of celery flower, such as [--url_prefix=flower].
	//
	// Settings is the settings module with which Flower loads the project, to know its
	// tasks; not with an image of its own. Default: django.settings.
	//
	// GracePeriod is how long Flower may take to stop. Default: 30s.
	//
	// Resources of the container. Default: requests of 50m and 128Mi, limits of 500m
	// and 256Mi.
	DjangoPodOptions `json:",inline"`
}
