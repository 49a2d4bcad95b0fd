package celery

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/internal/optionvalue"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Workers is the Celery workers, each class a Deployment with
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
var Workers = stack.Component{Name: workerName, Publish: publishWorkers, Objects: workerObjects}

const workerName = "worker"

func publishWorkers(st *stack.Stack) error {
	if st.Spec.Celery == nil {
		return nil
	}
	workers := st.Spec.Celery.Workers
	for _, name := range sorted.Keys(workers) {
		w := workers[name]
		st.Publish(django.Workload(st, spec.ComponentName(workerName, name), workerScale(w).Max(), &w.DjangoPodOptions))
	}
	return nil
}

func workerScale(w spec.Worker) stack.Scale {
	return stack.Scale{Replicas: w.Replicas, Autoscaling: w.Autoscaling}
}

func workerObjects(st *stack.Stack) ([]stack.Object, error) {
	if st.Spec.Celery == nil {
		return nil, nil
	}
	var objects []stack.Object
	workers := st.Spec.Celery.Workers
	for _, name := range sorted.Keys(workers) {
		component := spec.ComponentName(workerName, name)
		p := workerPod(st, component, name)
		objects = append(objects, st.Deployment(p, workerScale(workers[name]), appsv1.RollingUpdateDeploymentStrategyType))
		objects = append(objects, st.ScalingObjects(p, workerScale(workers[name]))...)
	}
	return objects, nil
}

func workerPod(st *stack.Stack, component, name string) stack.Pod {
	w := st.Spec.Celery.Workers[name]
	checks := celeryProbes(st, w.Probes)
	checks.Readiness = django.Probe(st, w.Probes.Readiness, "", stack.Check(readyHandler(), 5, 5, 3))
	return celeryPod(st, component, django.Process{
		Name:    workerName,
		Command: workerCommand(name, w),
		Env:     django.DefaultsEnv(workerDefaults(w)),
		Probes:  checks,
	}, django.WaitForMigrations(st)...)
}

// workerCommand is celery's line for a worker: its name, which holds the pod's, so
// that every worker has its own, and what the spec says of it. The command line wins
// over all that the project has set.
func workerCommand(name string, w spec.Worker) []string {
	command := []string{"worker", "--hostname", name + "@%h"}
	for _, one := range []struct{ option, said string }{
		{"--queues", strings.Join(w.Queues, ",")},
		{"--pool", string(w.Pool)},
		{"--concurrency", optionvalue.Number(w.Concurrency)},
		{"--prefetch-multiplier", optionvalue.Unlimited(optionvalue.Count(w.PrefetchMultiplier))},
		{"--time-limit", optionvalue.Seconds(w.TimeLimit)},
		{"--soft-time-limit", optionvalue.Seconds(w.SoftTimeLimit)},
		{"--max-tasks-per-child", optionvalue.Unlimited(optionvalue.Count(w.MaxTasksPerChild))},
	} {
		if one.said != "" {
			command = append(command, one.option, one.said)
		}
	}
	return command
}

// workerDefaults are what a worker is told by way of the launcher, for where the
// project is silent too. Concurrency is always among them: Celery's own is the
// node's cores, whatever the container may use (prowler-cloud/prowler#10968).
func workerDefaults(w spec.Worker) django.Defaults {
	a, d := w.Assumed(), django.Defaults{"CELERY_WORKER_LOGLEVEL": celeryLogLevel}
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
