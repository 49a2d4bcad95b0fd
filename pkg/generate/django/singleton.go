package django

import (
	"path"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// SingletonDeployment makes the Deployment of pods of which never more than one does its
// work: beat and singletons.
//
// Where it can, the old pod serves until the new one has seen the migrations applied.
// The new one then stands by, ready, until the old one has gone, and a lock of the
// database keeps the two apart, also where a node is drained or a pod deleted: a
// Deployment starts another pod then before the old one has ended. Elsewhere the update
// ends the old pod first.
func SingletonDeployment(st *stack.Stack, p stack.Pod, s stack.Scale, one spec.Singleton) *appsv1.Deployment {
	if !st.Spec.StandsBy(one) {
		return st.Deployment(p, s, appsv1.RecreateDeploymentStrategyType)
	}
	standBy(st, &p.Containers[0], p.Component)
	return st.Deployment(p, s, appsv1.RollingUpdateDeploymentStrategyType)
}

// standBy puts the launcher in front of a container's command, behind the image's
// entrypoint. It takes the lock under the namespace and the name of what it is for.
func standBy(st *stack.Stack, c *corev1.Container, component string) {
	words := []string{Python(st), launcherPath + "/" + LauncherFile, projectFolder(st), st.ObjectName(component)}
	c.Command = slices.Insert(c.Command, len(st.Spec.Django.Entrypoint), stack.LiteralCommand(words)...)
	c.Env = append(c.Env, unlessGiven(st, JobVars()[1:])...)
	c.VolumeMounts = append(c.VolumeMounts, LauncherMount())
}

// projectFolder is where manage.py lies, from where Python imports the project.
func projectFolder(st *stack.Stack) string {
	for _, word := range st.Spec.Django.Manage {
		if path.Ext(word) == ".py" {
			return path.Dir(word)
		}
	}
	return "."
}

// Python returns the interpreter the image's management commands run with, where the
// spec names it by path, so that celery comes from the same virtual environment.
func Python(st *stack.Stack) string {
	if manage := st.Spec.Django.Manage; len(manage) > 0 {
		if name := path.Base(manage[0]); strings.HasPrefix(name, "python") || strings.HasPrefix(name, "pypy") {
			return manage[0]
		}
	}
	return "python"
}
