package generate

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// workerComponent is the Celery workers, each class a Deployment with
// autoscaler and disruption budget.
//
// On SIGTERM a worker takes no more tasks and finishes those it has ("warm
// shutdown"), for which the grace period gives it the tasks' time limit. What a
// task killed after that leaves behind is the project's choice: with
// task_acks_late it runs again elsewhere. A project whose tasks last longer than
// a node can be drained sets REMAP_SIGTERM: SIGQUIT in django.env and, from
// Celery 5.5 on, worker_soft_shutdown_timeout in its settings, which hands
// unfinished tasks back to the broker. The solo pool of Celery 5.2 breaks off
// its task on SIGTERM whatever the grace period; that of 5.5 finishes it.
var workerComponent = Component{Name: workerName, Publish: publishWorkers, Objects: workerObjects}

const (
	workerName = "worker"
	// workerSlack is what a worker has beyond its tasks' time limit to report
	// the last result, end its children and hand back what it reserved.
	workerSlack = 30
)

func publishWorkers(st *Stack) {
	if st.Spec.Celery == nil {
		return
	}
	workers := st.Spec.Celery.Workers
	for _, name := range sorted.Keys(workers) {
		st.Publish(Workload{
			Component: spec.ComponentName(workerName, name),
			Replicas:  workerScale(workers[name]).most(),
			Uses:      allBindings,
			Reaches:   st.projectEgress(),
		})
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
		objects = append(objects, st.scalingObjects(component, workerScale(workers[name]))...)
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
		env:       heartbeatEnv(workerHeartbeat(w)),
		probes:    checks,
	}, st.project.waiting...)
	p.Grace = w.TimeLimit.Seconds() + workerSlack
	p.Scheduling = w.Scheduling
	return p
}

// workerCommand is celery's line for a worker. Concurrency is always said:
// Celery's own default is the node's cores, whatever the container may use
// (prowler-cloud/prowler#10968). The node name holds the pod's, so that every
// worker has its own.
func workerCommand(name string, w spec.Worker) []string {
	command := []string{
		"worker",
		"--hostname", name + "@%h",
		"--queues", strings.Join(w.Queues, ","),
		"--pool", string(w.Pool),
		"--concurrency", itoa(w.Concurrency),
		"--prefetch-multiplier", itoa(w.PrefetchMultiplier),
		"--time-limit", seconds(w.TimeLimit),
		"--soft-time-limit", seconds(w.SoftTimeLimit),
		"--loglevel", "INFO",
	}
	if w.Pool == spec.PoolPrefork && *w.MaxTasksPerChild > 0 {
		command = append(command, "--max-tasks-per-child", itoa(*w.MaxTasksPerChild))
	}
	return command
}

// workerHeartbeat is for how long a worker's main loop may stand still. A broker
// that falls silent in the middle of an answer holds it up like any hang, and
// there a new process helps: its new connection finds the broker where it is by
// now, where the old one waits a quarter of an hour for TCP to give up. Prefork
// and threads run tasks beside it. Solo runs them in it, and green threads that
// compute and never wait hold it up too: there a task may block it for as long
// as a task may last.
func workerHeartbeat(w spec.Worker) int64 {
	switch w.Pool {
	case spec.PoolSolo, spec.PoolGevent, spec.PoolEventlet:
		return celeryHeartbeat + w.TimeLimit.Seconds()
	default:
		return celeryHeartbeat
	}
}
