package generate

import (
	_ "embed"
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// celeryComponent is what workers, beat and Flower share: the launcher that
// gives celery a heartbeat and connections it can wait on, in a ConfigMap.
var celeryComponent = Component{Name: celeryName, Objects: celeryObjects}

const (
	celeryName         = "celery"
	celeryConfigVolume = "celery-launcher"
	celeryConfigPath   = spec.OwnPath + "/celery"
	// celeryLogLevel is that of workers and beat, which no setting names: an option,
	// or the variable of it.
	celeryLogLevel = "INFO"
)

//go:embed templates/celery.py
var celeryScript string

func celeryObjects(st *Stack) []Object {
	c := st.Spec.Celery
	if c == nil || len(c.Workers) == 0 && c.Beat == nil && !st.flowerOfProject() {
		return nil
	}
	return []Object{&corev1.ConfigMap{
		ObjectMeta: st.Meta(celeryName),
		Data:       map[string]string{launcherFile: celeryScript},
	}}
}

// celeryPod is the pod of a worker, of beat or of Flower: p's command, which is
// celery's own line without the program, runs under the launcher.
func (st *Stack) celeryPod(component string, p process, gates ...corev1.Container) Pod {
	launcher := []string{st.python(), celeryConfigPath + "/" + launcherFile}
	p.command = append(append(launcher, st.celeryApp()...), p.command...)
	p.mounts = append(p.mounts, corev1.VolumeMount{
		Name: celeryConfigVolume, MountPath: celeryConfigPath, ReadOnly: true,
	})
	out := st.djangoPod(component, p, gates...)
	out.Volumes = append(out.Volumes, configVolume(celeryConfigVolume, st.ObjectName(celeryName)))
	return out
}

// celeryApp is the option that names the Celery application. Without one celery
// asks its own variable, CELERY_APP.
func (st *Stack) celeryApp() []string {
	if st.Spec.Celery.App == "" {
		return nil
	}
	return []string{"-A", st.Spec.Celery.App}
}

// python is the interpreter the image's management commands run with, where the
// spec names it by path, so that celery comes from the same virtual environment.
func (st *Stack) python() string {
	if manage := st.Spec.Django.Manage; len(manage) > 0 {
		if name := path.Base(manage[0]); strings.HasPrefix(name, "python") || strings.HasPrefix(name, "pypy") {
			return manage[0]
		}
	}
	return "python"
}

// celeryProbes read the heartbeat without starting Python: a check that loads
// Django takes seconds of CPU every time (2.97 s measured in
// Datateknologerna-vid-Abo-Akademi/date-website#1040). Startup waits up to five
// minutes for the project to load.
func (st *Stack) celeryProbes(given spec.Probes) probes {
	return probes{
		startup:  st.probe(given.Startup, "", check(heartbeatHandler(), timing{5, 5, 60})),
		liveness: st.probe(given.Liveness, "", check(heartbeatHandler(), timing{30, 5, 2})),
	}
}

// heartbeatHandler passes while the time in the heartbeat file lies ahead. It
// fails without the file, and needs nothing of the image but sh and date; find
// would pass even where it finds nothing.
func heartbeatHandler() corev1.ProbeHandler {
	return execHandler("sh", "-c", `read -r until < /tmp/celery-heartbeat && [ "$until" -gt "$(date +%s)" ]`)
}

// readyHandler passes once the broker has let the worker in.
func readyHandler() corev1.ProbeHandler {
	return execHandler("sh", "-c", "[ -e /tmp/celery-ready ]")
}
