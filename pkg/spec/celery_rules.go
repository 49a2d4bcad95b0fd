package spec

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/djangostack/djangostack/internal/sorted"
)

// celeryQueue is where Celery puts tasks without a route.
const celeryQueue = "celery"

func validateCelery(r *report, s *DjangoStack) {
	c := s.Spec.Celery
	if c == nil {
		return
	}
	module, _, _ := strings.Cut(c.App, ":")
	switch {
	case c.App == "":
		r.missing("spec.celery.app", "write the Celery application, such as shop, or django.settings, from which it follows")
	case !isModule(module):
		r.invalid("spec.celery.app", "%q must be a Celery application; write one such as shop or shop.celery:app", c.App)
	}
	if s.Spec.Broker == nil && !s.Spec.Django.gives("CELERY_BROKER_URL") {
		r.missing("spec.broker", "Celery needs one: broker: {}, or CELERY_BROKER_URL under django.secretEnv")
	}
	validateResults(r, s)
	if c.Flower != nil {
		r.probes("spec.celery.flower.probes", c.Flower.Probes)
	}
	if c.Beat != nil {
		r.silentProbes("spec.celery.beat.probes", c.Beat.Probes)
		r.ownChecks("spec.celery.beat.probes", Probes{Readiness: c.Beat.Probes.Readiness})
	}
	if len(c.Workers) == 0 {
		return // on purpose
	}
	for _, w := range c.Workers {
		if len(w.Queues) == 0 || slices.Contains(w.Queues, celeryQueue) {
			return
		}
	}
	r.warn("spec.celery.workers", "no worker takes tasks from the queue %s, where Celery puts tasks without a "+
		"route; add it to the queues of a worker", celeryQueue)
}

// gives reports whether the user sets a variable, whatever to.
func (d Django) gives(name string) bool {
	_, plain := d.Env[name]
	_, secret := d.SecretEnv[name]
	return plain || secret
}

func validateResults(r *report, s *DjangoStack) {
	const at = "spec.celery.resultBackend"
	b := s.Spec.Broker
	switch s.Spec.Celery.ResultBackend {
	case ResultBroker:
		if b == nil && s.Spec.Django.gives("CELERY_BROKER_URL") {
			r.invalid(at, "there is no broker to keep results in; add one, or write database or none")
		} else if b != nil && b.Engine == BrokerRabbitMQ {
			r.invalid(at, "rabbitmq does not keep results; write database or none, or use redis as the broker")
		}
	case ResultDatabase:
		if _, ok := s.Spec.Databases["default"]; !ok && !s.Spec.Django.gives("DATABASE_URL") {
			r.invalid(at, "there is no database named default to keep results in; add one, or write broker or none")
		}
	case ResultNone:
	}
}

func validateWorkers(r *report, s *DjangoStack) {
	if s.Spec.Celery == nil {
		return
	}
	for _, name := range sorted.Keys(s.Spec.Celery.Workers) {
		path, w := "spec.celery.workers"+segment(name), s.Spec.Celery.Workers[name]
		r.name(path, name)
		r.worker(path, w)
		if b := s.Spec.Broker; b != nil && b.Engine != BrokerRabbitMQ && w.Assumed().TimeLimit.Duration > visibilityTimeout {
			r.warn(path+".timeLimit", "%s delivers a task again that is not acknowledged within an hour, so with late "+
				"acknowledgement such a task runs twice; set visibility_timeout in Celery's broker_transport_options "+
				"beyond %s",
				b.Engine, short(*w.Assumed().TimeLimit))
		}
	}
}

// visibilityTimeout is kombu's default for Redis (docs.celeryq.dev, "Using Redis").
const visibilityTimeout = time.Hour

func (r *report) worker(path string, w Worker) {
	for i, queue := range w.Queues {
		if queue == "" || strings.ContainsAny(queue, ", ") {
			r.invalid(path+".queues["+strconv.Itoa(i)+"]", "%q must be the name of a queue; write one without commas and spaces",
				queue)
		}
	}
	once(r, path+".queues", w.Queues)
	r.replicas(path, w.Replicas, w.Autoscaling)
	r.positive(path+".timeLimit", w.TimeLimit)
	r.positive(path+".softTimeLimit", w.SoftTimeLimit)
	r.timeLimits(path, w)
	if w.Pool == PoolSolo && w.Concurrency > 1 {
		r.invalid(path+".concurrency", "must be 1 with the pool solo, which runs one task at a time; remove it, or use "+
			"prefork")
	}
	r.oneProcess(path, w.Resources, workerProcessMemory)
	need := int64(w.Concurrency+1) * workerProcessMemory
	limit := w.Resources.Limits.Memory
	if w.Assumed().Pool == PoolPrefork && w.Concurrency > 1 && limit != nil && need > limit.Value() {
		r.warn(path+".concurrency", "%d processes of about %d MiB each do not fit into the memory limit of %s; lower "+
			"concurrency or raise resources.limits.memory", w.Concurrency, workerProcessMemory/mebibyte, limit)
	}
	r.silentProbes(path+".probes", w.Probes)
}

// timeLimits compares a task's time with what comes before and after it.
func (r *report) timeLimits(path string, w Worker) {
	w = w.Assumed()
	limit := w.TimeLimit.Seconds()
	switch {
	case limit <= 0:
	case w.SoftTimeLimit.Seconds() >= limit:
		r.invalid(path+".softTimeLimit", "%s must be less than timeLimit, %s, which kills the task; lower it or raise "+
			"timeLimit", short(*w.SoftTimeLimit), short(*w.TimeLimit))
	case w.GracePeriod.Seconds() < limit:
		r.warn(path+".gracePeriod", "a task may take %s, but has %s to finish when its pod is stopped; raise it if "+
			"nodes may take that long to drain, or have such a task run again: set task_acks_late and "+
			"task_reject_on_worker_lost in Celery's settings",
			short(*w.TimeLimit), short(*w.GracePeriod))
	}
}
