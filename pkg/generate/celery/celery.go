package celery

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Launcher is what workers, beat and Flower share: the launcher that
// gives celery a heartbeat and connections it can wait on, in a ConfigMap.
var Launcher = stack.Component{Name: celeryName, Objects: celeryObjects}

const (
	celeryName         = "celery"
	celeryConfigVolume = "celery-launcher"
	celeryConfigPath   = spec.OwnPath + "/celery"
	// celeryLogLevel is that of workers and beat, which no setting names: an option,
	// or the variable of it.
	celeryLogLevel = "INFO"
)

//go:embed celery_launcher.py
var celeryScript string

func celeryObjects(st *stack.Stack) ([]stack.Object, error) {
	c := st.Spec.Celery
	if c == nil || len(c.Workers) == 0 && c.Beat == nil && !flowerOfProject(st) {
		return nil, nil
	}
	return []stack.Object{&corev1.ConfigMap{
		ObjectMeta: st.Meta(celeryName),
		Data:       map[string]string{django.LauncherFile: celeryScript},
	}}, nil
}

// celeryPod is the pod of a worker, of beat or of Flower: p's command, which is
// celery's own line without the program, runs under the launcher.
func celeryPod(st *stack.Stack, component string, p django.Process, waits ...corev1.Container) stack.Pod {
	launcher := []string{django.Python(st), celeryConfigPath + "/" + django.LauncherFile}
	p.Command = append(append(launcher, celeryApp(st)...), p.Command...)
	p.Mounts = append(p.Mounts, corev1.VolumeMount{
		Name: celeryConfigVolume, MountPath: celeryConfigPath, ReadOnly: true,
	})
	out := django.ProcessPod(st, component, p, waits...)
	out.Volumes = append(out.Volumes, stack.ConfigMapVolume(celeryConfigVolume, st.ObjectName(celeryName)))
	return out
}

// celeryApp is the option that names the Celery application. Without one celery
// asks its own variable, CELERY_APP.
func celeryApp(st *stack.Stack) []string {
	if st.Spec.Celery.App == "" {
		return nil
	}
	return []string{"-A", st.Spec.Celery.App}
}

// celeryProbes read the heartbeat without starting Python: a check that loads
// Django takes seconds of CPU every time (2.97 s measured in
// Datateknologerna-vid-Abo-Akademi/date-website#1040). Startup waits up to five
// minutes for the project to load.
func celeryProbes(st *stack.Stack, given spec.Probes) stack.Probes {
	return stack.Probes{
		Startup:  django.Probe(st, given.Startup, "", stack.Check(heartbeatHandler(), 5, 5, 60)),
		Liveness: django.Probe(st, given.Liveness, "", stack.Check(heartbeatHandler(), 30, 5, 2)),
	}
}

// heartbeatHandler passes while the time in the heartbeat file lies ahead. It
// fails without the file, and needs nothing of the image but sh and date; find
// would pass even where it finds nothing.
func heartbeatHandler() corev1.ProbeHandler {
	return stack.ExecHandler("sh", "-c", `read -r until < /tmp/celery-heartbeat && [ "$until" -gt "$(date +%s)" ]`)
}

// readyHandler passes once the broker has let the worker in.
func readyHandler() corev1.ProbeHandler {
	return stack.ExecHandler("sh", "-c", "[ -e /tmp/celery-ready ]")
}
