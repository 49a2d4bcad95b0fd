package generate

// beatComponent is Celery's scheduler: one pod, and at an update one that stands by
// until the old one has gone, since two would start every task twice
// (celery/celery#4808).
// It has no autoscaler and no disruption budget: a drain moves it.
//
// The file of the default scheduler lives and dies with the pod, so an interval
// starts anew with each release: one longer than the time between two releases
// never ends. Such tasks want a crontab schedule, or the database scheduler.
var beatComponent = Component{Name: beatName, Publish: publishBeat, Objects: beatObjects}

const beatName = "beat"

func publishBeat(st *Stack) {
	if st.Spec.Celery == nil || st.Spec.Celery.Beat == nil {
		return
	}
	st.Publish(st.projectWorkload(beatName, int32(*st.Spec.Celery.Beat.Replicas)))
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
		env:       defaultsEnv(defaults{"CELERY_BEAT_LOGLEVEL": celeryLogLevel}),
		probes:    checks,
	}, st.gate()...)
	p.Grace = beat.GracePeriod.Seconds()
	p.Scheduling = beat.Scheduling
	return []Object{st.aloneDeployment(p, fixed(*beat.Replicas), 0, beat.Probes)}
}

// beatCommand is celery's line for beat. No pid file: it would outlive a crash
// and keep the next beat from starting. The schedule file is where the pod can
// write; a scheduler that keeps none is told of it as well and does not ask.
func beatCommand(scheduler string) []string {
	command := []string{"beat", "--pidfile", "", "--schedule", scratchPath + "/celerybeat-schedule"}
	if scheduler != "" {
		command = append(command, "--scheduler", scheduler)
	}
	return command
}
