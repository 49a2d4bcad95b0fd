package generate

import (
	"path"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// aloneDeployment makes the Deployment of pods of which never more than one does its
// work: beat and singletons.
//
// Where it can, the old pod serves until the new one has seen the migrations applied.
// The new one then stands by, ready, until the old one has gone, and a lock of the
// database keeps the two apart, also where a node is drained or a pod deleted: a
// Deployment starts another pod then before the old one has ended. Elsewhere the update
// ends the old pod first.
func (st *Stack) aloneDeployment(p Pod, s scale, given spec.Probes) *appsv1.Deployment {
	if !st.standsBy(p, given) {
		return st.deployment(p, s, appsv1.RecreateDeploymentStrategyType)
	}
	st.standBy(&p.Containers[0], p.Component)
	return st.deployment(p, s, appsv1.RollingUpdateDeploymentStrategyType)
}

// standsBy reports whether there are migrations to wait for, a database with locks to
// ask, settings to find it by, and no check that a process would fail while it stands by.
func (st *Stack) standsBy(p Pod, given spec.Probes) bool {
	m, dj := st.Spec.Migrate, st.Spec.Django
	_, database := st.Spec.Databases["default"]
	checked := len(p.Containers[0].Ports) > 0 || slices.ContainsFunc(
		[]*spec.Probe{given.Startup, given.Readiness, given.Liveness},
		func(check *spec.Probe) bool { return check != nil && len(check.Command) > 0 })
	return *m.Check.Enabled && *m.Lock && database && dj.Settings != "" && !checked
}

// standBy puts the launcher in front of a container's command, behind the image's
// entrypoint. It takes the lock under the namespace and the name of what it is for.
func (st *Stack) standBy(c *corev1.Container, component string) {
	words := []string{st.python(), launcherPath + "/" + launcherFile, st.projectFolder(), st.ObjectName(component)}
	c.Command = slices.Insert(slices.Clip(c.Command), len(st.Spec.Django.Entrypoint), literal(words)...)
	c.Env = append(slices.Clip(c.Env), st.unlessGiven(ownJob()[1:])...)
	c.VolumeMounts = append(slices.Clip(c.VolumeMounts), launcherMount())
}

// projectFolder is where manage.py lies, from where Python imports the project.
func (st *Stack) projectFolder() string {
	for _, word := range st.Spec.Django.Manage {
		if path.Ext(word) == ".py" {
			return path.Dir(word)
		}
	}
	return "."
}
