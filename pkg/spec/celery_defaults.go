package spec

import (
	"time"

	"github.com/djangostack/djangostack/internal/sorted"
)

func (d *defaulter) celery() {
	c := d.spec.Celery
	if c == nil {
		return
	}
	c.App = or(c.App, project(or(d.spec.Django.Settings, c.settings())))
	for name, w := range c.Workers {
		d.worker(name, &w)
		c.Workers[name] = w
	}
	if c.Beat != nil {
		c.Beat.Replicas = or(c.Beat.Replicas, new(OneOrNone(1)))
		d.pod(&c.Beat.PodOptions, beatResources, podGracePeriod)
	}
	if c.Flower != nil {
		c.Flower.Replicas = or(c.Flower.Replicas, new(OneOrNone(1)))
		d.pod(&c.Flower.PodOptions, flowerResources, podGracePeriod)
		d.secret(&c.Flower.BasicAuth, "FLOWER_BASIC_AUTH")
	}
	results := ResultNone
	if b := d.spec.Broker; b != nil && b.Engine != BrokerRabbitMQ {
		results = ResultBroker
	}
	c.ResultBackend = or(c.ResultBackend, results)
}

func (d *defaulter) worker(name string, w *Worker) {
	if len(w.Queues) == 0 && name != "default" {
		w.Queues = []string{name}
	}
	d.pod(&w.PodOptions, d.profile.worker, w.gracePeriod())
	scale(&w.Replicas, w.Autoscaling, 1)
	w.Scheduling.spread()
}

// settings is the settings module of the first worker that has one of its own, "" where none
// has.
func (c *Celery) settings() string {
	for _, name := range sorted.Keys(c.Workers) {
		if own := c.Workers[name].Settings; own != "" {
			return own
		}
	}
	return ""
}

// Assumed returns w as it runs if the project's own Celery settings say nothing.
func (w Worker) Assumed() Worker {
	w.Pool = or(w.Pool, PoolPrefork)
	switch {
	case w.TimeLimit == nil && w.SoftTimeLimit == nil:
		w.TimeLimit = NewDuration(5 * time.Minute)
	case w.TimeLimit == nil:
		w.TimeLimit = NewDuration(w.SoftTimeLimit.Duration / 9 * 10)
	}
	w.SoftTimeLimit = or(w.SoftTimeLimit, NewDuration(w.TimeLimit.Duration/10*9))
	w.MaxTasksPerChild = or(w.MaxTasksPerChild, new(int32(1000)))
	w.PrefetchMultiplier = or(w.PrefetchMultiplier, new(int32(1)))
	w.Concurrency = or(w.Concurrency, w.Pool.concurrency(w.Resources))
	return w
}

const (
	// workerSlack is what a worker has beyond its tasks' time limit to report the
	// last result, end its children and hand back what it reserved.
	workerSlack = 30 * time.Second
	// longestDrain is how long the cluster autoscaler waits for the pods of a node
	// that it removes (max-graceful-termination-sec). What takes longer is killed
	// there, and holds up every other drain.
	longestDrain = 10 * time.Minute
)

func (w Worker) gracePeriod() time.Duration {
	return min(w.Assumed().TimeLimit.Duration+workerSlack, longestDrain)
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

// Assumed returns b as it runs if the project's own Celery settings say nothing.
func (b Beat) Assumed() Beat {
	b.Scheduler = or(b.Scheduler, fileScheduler)
	return b
}

// fileScheduler is Celery's own, which keeps what it knows in a file.
const fileScheduler = "celery.beat:PersistentScheduler"
