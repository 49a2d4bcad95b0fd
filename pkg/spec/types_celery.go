package spec

import "k8s.io/apimachinery/pkg/api/resource"

// Celery is the task queue.
type Celery struct {
	// App is the Celery application, shop or shop.celery:app. Default: the
	// package of django.settings.
	App string `json:"app,omitempty"`
	// Workers by name, each a Deployment of its own; null is none. Default: one,
	// "default".
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

// Worker is one class of Celery workers.
type Worker struct {
	// Queues it takes tasks from. Default: the worker's name; for "default",
	// Celery's own queue, "celery".
	Queues []string `json:"queues,omitempty"`
	// Concurrency is the number of tasks at a time. Default: with prefork twice
	// the CPU limit, as many as fit into the memory limit; with threads four
	// times the CPU limit; with gevent and eventlet 100; with solo 1. Never the
	// node's cores.
	Concurrency int32 `json:"concurrency,omitempty"`
	// Pool runs the tasks. Default: prefork.
	Pool WorkerPool `json:"pool,omitempty"`
	// TimeLimit kills a task, with the pools prefork and gevent; no other has a
	// means to (docs.celeryq.dev, "Time Limits"). With each it is how long a worker
	// that was told to end may finish what it has. Default: 5m.
	TimeLimit *Duration `json:"timeLimit,omitempty"`
	// SoftTimeLimit raises SoftTimeLimitExceeded in a task. Default: nine tenths
	// of timeLimit.
	SoftTimeLimit *Duration `json:"softTimeLimit,omitempty"`
	// MaxTasksPerChild restarts a child after as many tasks; zero never does.
	// Default: 1000.
	MaxTasksPerChild *int32 `json:"maxTasksPerChild,omitempty"`
	// PrefetchMultiplier is how many tasks a child reserves ahead. Default: 1.
	PrefetchMultiplier int32 `json:"prefetchMultiplier,omitempty"`
	// Replicas is the number of pods; null leaves it to who scales the Deployment.
	// Default: 1.
	Replicas *int32 `json:"replicas,omitempty"`
	// Autoscaling chooses the number of replicas by load. Absent: replicas.
	Autoscaling *Autoscaling `json:"autoscaling,omitempty"`
	// Resources of the container. Default: requests of 200m and 512Mi, limits of 1
	// and 1Gi; profile dev: requests of 100m and 256Mi, limits of 1 and 512Mi.
	Resources Resources `json:"resources,omitzero"`
	// TmpSize is how much may be written to /tmp before the pod is evicted. Default:
	// 1Gi.
	TmpSize *resource.Quantity `json:"tmpSize,omitempty"`
	// Probes of the container. Default: a heartbeat file.
	Probes Probes `json:"probes,omitzero"`
	// Scheduling of the pods.
	Scheduling Scheduling `json:"scheduling,omitzero"`
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

// Beat is Celery's scheduler. It has no replicas: two would start every task
// twice.
type Beat struct {
	// Scheduler class. Default: celery.beat:PersistentScheduler, with its file
	// on a scratch volume: what is due every so often counts anew from each
	// release, so give rare tasks a crontab schedule.
	Scheduler string `json:"scheduler,omitempty"`
	// Resources of the container. Default: requests of 50m and 128Mi, limits of 500m
	// and 256Mi.
	Resources Resources `json:"resources,omitzero"`
	// TmpSize is how much may be written to /tmp before the pod is evicted. Default:
	// 1Gi.
	TmpSize *resource.Quantity `json:"tmpSize,omitempty"`
	// Probes of the container. Default: a heartbeat file.
	Probes Probes `json:"probes,omitzero"`
	// Scheduling of the pod.
	Scheduling Scheduling `json:"scheduling,omitzero"`
}

// Flower is Celery's web view, reached by its ClusterIP Service.
type Flower struct {
	// Image with Flower in it. Default: the stack's own, run as celery flower.
	Image ImageRef `json:"image,omitempty"`
	// BasicAuth is user:password of those who may look. Default: key
	// FLOWER_BASIC_AUTH of the stack's Secret.
	BasicAuth SecretKey `json:"basicAuth,omitzero"`
	// Resources of the container. Default: requests of 50m and 128Mi, limits of 500m
	// and 256Mi.
	Resources Resources `json:"resources,omitzero"`
	// TmpSize is how much may be written to /tmp before the pod is evicted. Default:
	// 1Gi.
	TmpSize *resource.Quantity `json:"tmpSize,omitempty"`
	// Probes of the container.
	Probes Probes `json:"probes,omitzero"`
	// Scheduling of the pod.
	Scheduling Scheduling `json:"scheduling,omitzero"`
}

// Process is a long-running command of the stack's image.
type Process struct {
	// Command to run, the program first. One of command and manage is required.
	Command []string `json:"command,omitempty"`
	// Manage is a management command, appended to django.manage: [rqworker].
	Manage []string `json:"manage,omitempty"`
	// Port it listens on, for the stack's other processes; others are let in by
	// network.ingress. Absent: none, and no Service.
	Port Port `json:"port,omitempty"`
	// Singleton forces one replica and Recreate. Default: false.
	Singleton *bool `json:"singleton,omitempty"`
	// GracePeriod is how long it may take to end. Default: 60s.
	GracePeriod *Duration `json:"gracePeriod,omitempty"`
	// Replicas is the number of pods; null leaves it to who scales the Deployment.
	// Default: 1.
	Replicas *int32 `json:"replicas,omitempty"`
	// Autoscaling chooses the number of replicas by load. Absent: replicas.
	Autoscaling *Autoscaling `json:"autoscaling,omitempty"`
	// Resources of the container. Default: requests of 200m and 512Mi, limits of 1
	// and 1Gi; profile dev: requests of 100m and 256Mi, limits of 1 and 512Mi.
	Resources Resources `json:"resources,omitzero"`
	// TmpSize is how much may be written to /tmp before the pod is evicted. Default:
	// 1Gi.
	TmpSize *resource.Quantity `json:"tmpSize,omitempty"`
	// Probes of the container. Default: none, but for a TCP check of port.
	Probes Probes `json:"probes,omitzero"`
	// Scheduling of the pods.
	Scheduling Scheduling `json:"scheduling,omitzero"`
}
