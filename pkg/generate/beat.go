package generate

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"
)

// beatComponent is Celery's scheduler: one pod, and the old one gone before the
// new one starts, since two would start every task twice (celery/celery#4808).
// It has no autoscaler and no disruption budget: a drain moves it.
//
// The file of the default scheduler lives and dies with the pod, so an interval
// starts anew with each release: one longer than the time between two releases
// never ends. Such tasks want a crontab schedule, or the database scheduler.
var beatComponent = Component{Name: beatName, Publish: publishBeat, Objects: beatObjects}

const (
	beatName = "beat"
	// beatInterval is how many seconds the default scheduler sleeps at most.
	// Its own 300 would let the heartbeat run out.
	beatInterval = 30
)

// schedulersWithoutFile are the packages of schedulers that keep the schedule in
// the database or in Redis.
var schedulersWithoutFile = []string{"django_celery_beat.", "redbeat."}

func publishBeat(st *Stack) {
	if st.Spec.Celery == nil || st.Spec.Celery.Beat == nil {
		return
	}
	st.Publish(Workload{
		Component: beatName,
		Replicas:  1,
		Uses:      allBindings,
		Reaches:   st.projectEgress(),
	})
}

func beatObjects(st *Stack) []Object {
	if st.Spec.Celery == nil || st.Spec.Celery.Beat == nil {
		return nil
	}
	beat := st.Spec.Celery.Beat
	checks := st.celeryProbes(beat.Probes)
	checks.readiness = st.probe(beat.Probes.Readiness, "", nil)
	p := st.celeryPod(beatName, process{
		name:      beatName,
		command:   beatCommand(beat.Scheduler),
		resources: beat.Resources,
		tmp:       beat.TmpSize,
		env:       heartbeatEnv(celeryHeartbeat),
		probes:    checks,
	}, st.project.waiting...)
	p.Scheduling = beat.Scheduling
	return []Object{st.deployment(p, single(), appsv1.RecreateDeploymentStrategyType)}
}

// beatCommand is celery's line for beat. No pid file: it would outlive a crash
// and keep the next beat from starting.
func beatCommand(scheduler string) []string {
	command := []string{"beat", "--scheduler", scheduler, "--pidfile", "", "--loglevel", "INFO"}
	for _, module := range schedulersWithoutFile {
		if strings.HasPrefix(scheduler, module) {
			return command
		}
	}
	return append(command,
		"--schedule", scratchPath+"/celerybeat-schedule",
		"--max-interval", itoa(beatInterval),
	)
}
