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
func (st *Stack) aloneDeployment(p Pod, s scale, port spec.Port, given spec.Probes) *appsv1.Deployment {
	if !st.Spec.StandsBy(port, given) {
		return st.deployment(p, s, appsv1.RecreateDeploymentStrategyType)
	}
	st.standBy(&p.Containers[0], p.Component)
	return st.deployment(p, s, appsv1.RollingUpdateDeploymentStrategyType)
}

// standBy puts the launcher in front of a container's command, behind the image's
// entrypoint. It takes the lock under the namespace and the name of what it is for.
func (st *Stack) standBy(c *corev1.Container, component string) {
	words := []string{st.python(), launcherPath + "/" + launcherFile, st.projectFolder(), st.ObjectName(component)}
	c.Command = slices.Insert(c.Command, len(st.Spec.Django.Entrypoint), literal(words)...)
	c.Env = append(c.Env, st.unlessGiven(ownJob()[1:])...)
	c.VolumeMounts = append(c.VolumeMounts, launcherMount())
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
