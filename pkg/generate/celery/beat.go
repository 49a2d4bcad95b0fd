package celery

import (
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// Beat is Celery's scheduler: one pod, and at an update one that stands by
// until the old one has gone, since two would start every task twice
// (celery/celery#4808).
// It has no autoscaler and no disruption budget: a drain moves it.
//
// The file of the default scheduler lives and dies with the pod, so an interval
// starts anew with each release: one longer than the time between two releases
// never ends. Such tasks want a crontab schedule, or the database scheduler.
var Beat = stack.Component{Name: beatName, Publish: publishBeat, Objects: beatObjects}

const beatName = "beat"

func publishBeat(st *stack.Stack) error {
	if st.Spec.Celery == nil || st.Spec.Celery.Beat == nil {
		return nil
	}
	beat := st.Spec.Celery.Beat
	st.Publish(django.Workload(st, beatName, int32(*beat.Replicas), &beat.DjangoPodOptions))
	return nil
}

func beatObjects(st *stack.Stack) ([]stack.Object, error) {
	if st.Spec.Celery == nil || st.Spec.Celery.Beat == nil {
		return nil, nil
	}
	beat := st.Spec.Celery.Beat
	checks := celeryProbes(st, beat.Probes)
	checks.Readiness = django.Probe(st, beat.Probes.Readiness, "", nil)
	p := celeryPod(st, beatName, django.Process{
		Name:    beatName,
		Command: beatCommand(beat.Scheduler),
		Env:     django.DefaultsEnv(django.Defaults{"CELERY_BEAT_LOGLEVEL": celeryLogLevel}),
		Probes:  checks,
	}, django.WaitForMigrations(st)...)
	return []stack.Object{django.SingletonDeployment(st, p, stack.FixedScale(*beat.Replicas), beat.AsSingleton())}, nil
}

// beatCommand is celery's line for beat. No pid file: it would outlive a crash
// and keep the next beat from starting. The schedule file is where the pod can
// write; a scheduler that keeps none is told of it as well and does not ask.
func beatCommand(scheduler string) []string {
	command := []string{"beat", "--pidfile", "", "--schedule", stack.ScratchPath + "/celerybeat-schedule"}
	if scheduler != "" {
		command = append(command, "--scheduler", scheduler)
	}
	return command
}
