package generate

import (
	"math"
	"strings"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// workerComponent is the Celery workers, each class a Deployment with
// autoscaler and disruption budget.
//
// On SIGTERM a worker takes no more tasks and finishes those it has ("warm
// shutdown"), for which it has the grace period. What a task killed after that
// leaves behind is the project's choice: with
// task_acks_late it runs again elsewhere. A project whose tasks last longer than
// a node can be drained sets REMAP_SIGTERM: SIGQUIT in django.env and, from
// Celery 5.5 on, worker_soft_shutdown_timeout in its settings, which hands
// unfinished tasks back to the broker. The solo pool of Celery 5.2 breaks off
// its task on SIGTERM whatever the grace period; that of 5.5 finishes it.
var workerComponent = Component{Name: workerName, Publish: publishWorkers, Objects: workerObjects}

const workerName = "worker"

func publishWorkers(st *Stack) {
	if st.Spec.Celery == nil {
		return
	}
	workers := st.Spec.Celery.Workers
	for _, name := range sorted.Keys(workers) {
		st.Publish(st.projectWorkload(spec.ComponentName(workerName, name), workerScale(workers[name]).most()))
	}
}

func workerScale(w spec.Worker) scale { return scale{w.Replicas, w.Autoscaling} }

func workerObjects(st *Stack) []Object {
	if st.Spec.Celery == nil {
		return nil
	}
	var objects []Object
	workers := st.Spec.Celery.Workers
	for _, name := range sorted.Keys(workers) {
		component := spec.ComponentName(workerName, name)
		p := st.workerPod(component, name)
		objects = append(objects, st.deployment(p, workerScale(workers[name]), appsv1.RollingUpdateDeploymentStrategyType))
		objects = append(objects, st.scalingObjects(p, workerScale(workers[name]))...)
	}
	return objects
}

func (st *Stack) workerPod(component, name string) Pod {
	w := st.Spec.Celery.Workers[name]
	checks := st.celeryProbes(w.Probes)
	checks.readiness = st.probe(w.Probes.Readiness, "", check(readyHandler(), timing{5, 5, 3}))
	p := st.celeryPod(component, process{
		name:      workerName,
		command:   workerCommand(name, w),
		resources: w.Resources,
		tmp:       w.TmpSize,
		env:       defaultsEnv(workerDefaults(w)),
		probes:    checks,
	}, st.gate()...)
	p.Grace = w.GracePeriod.Seconds()
	p.Scheduling = w.Scheduling
	return p
}

// workerCommand is celery's line for a worker: its name, which holds the pod's, so
// that every worker has its own, and what the spec says of it. The command line wins
// over all that the project has set.
func workerCommand(name string, w spec.Worker) []string {
	command := []string{"worker", "--hostname", name + "@%h"}
	for _, one := range []struct{ option, said string }{
		{"--queues", strings.Join(w.Queues, ",")},
		{"--pool", string(w.Pool)},
		{"--concurrency", number(w.Concurrency)},
		{"--prefetch-multiplier", orNever(count(w.PrefetchMultiplier))},
		{"--time-limit", length(w.TimeLimit)},
		{"--soft-time-limit", length(w.SoftTimeLimit)},
		{"--max-tasks-per-child", orNever(count(w.MaxTasksPerChild))},
	} {
		if one.said != "" {
			command = append(command, one.option, one.said)
		}
	}
	return command
}

// orNever turns the number 0, which stands for no limit, into one that nothing reaches:
// celery refuses 0 or takes it for an option that is not there, uvicorn ends at once, and
// without the option the limit would be whatever the project has set. Of the tasks to
// reserve, more than AMQP can count are no limit (kombu/common.py, QoS).
func orNever(said string) string {
	if said == "0" {
		return itoa(math.MaxInt32)
	}
	return said
}

// workerDefaults are what a worker is told by way of the launcher, for where the
// project is silent too. Concurrency is always among them: Celery's own is the
// node's cores, whatever the container may use (prowler-cloud/prowler#10968).
func workerDefaults(w spec.Worker) defaults {
	a, d := w.Assumed(), defaults{"CELERY_WORKER_LOGLEVEL": celeryLogLevel}
	if w.Concurrency == 0 {
		d["worker_concurrency"] = a.Concurrency
	}
	if w.PrefetchMultiplier == nil {
		d["worker_prefetch_multiplier"] = *a.PrefetchMultiplier
	}
	if w.TimeLimit == nil {
		d["task_time_limit"] = a.TimeLimit.Seconds()
	}
	if w.SoftTimeLimit == nil {
		d["task_soft_time_limit"] = a.SoftTimeLimit.Seconds()
	}
	if w.MaxTasksPerChild == nil {
		d["worker_max_tasks_per_child"] = *a.MaxTasksPerChild
	}
	return d
}
