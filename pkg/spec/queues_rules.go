package spec

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// validateQueues warns where what keeps tasks points at a cache, which evicts them once
// it is full.
func validateQueues(r *report, s *DjangoStack) {
	for _, name := range sorted.Keys(s.Spec.Processes) {
		p := s.Spec.Processes[name]
		i := slices.IndexFunc(p.Command, isQueueCommand)
		if i < 0 || s.Spec.Broker != nil || len(s.Spec.Caches) == 0 {
			continue
		}
		r.warn("spec.processes"+segment(name), "%s keeps its tasks in Redis, and the only one here is a cache, which "+
			"evicts old entries when it is full; add broker: {} and have it use BROKER_HOST and BROKER_PORT", p.Command[i])
	}
	for _, name := range sorted.Keys(s.Spec.Django.Env) {
		if alias, found := s.ownCache(s.Spec.Django.Env[name]); found && namesQueue(name) {
			r.warn("spec.django.env."+name, "points to the cache %s, which evicts old entries when it is full, tasks too; "+
				"point it to the broker", alias)
		}
	}
	for _, alias := range sorted.Keys(s.Spec.Caches) {
		names := s.Spec.Caches[alias].EnvNames
		for _, what := range sorted.Keys(names) {
			for i, name := range names[what] {
				if namesQueue(name) {
					r.warn(nameAt("spec.caches"+segment(alias)+".envNames"+segment(what), names[what], i), "%s seems to say "+
						"where tasks are kept, but a cache evicts old entries when it is full; use broker and its envNames", name)
				}
			}
		}
	}
}

// queueCommands are the management commands and programs that take tasks from a queue
// in Redis: django-rq, Huey, Django-Q, Dramatiq, Channels, Celery.
var queueCommands = []string{
	"rqworker", "rqworker-pool", "rqscheduler", "run_huey", "qcluster", "rundramatiq", "runworker", "rq", "huey_consumer",
	"huey_consumer.py", "dramatiq", "celery",
}

func isQueueCommand(word string) bool { return slices.Contains(queueCommands, word) }

// queueWords name what keeps tasks in a variable's name.
var queueWords = []string{
	"BROKER", "QUEUE", "QUEUES", "RQ", "HUEY", "DRAMATIQ", "CHANNEL", "CHANNELS", "CELERY", "TASKS",
}

func namesQueue(name string) bool {
	return slices.ContainsFunc(strings.Split(strings.ToUpper(name), "_"), func(word string) bool {
		return slices.Contains(queueWords, word)
	})
}
