package release

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// jobSteps are the user's steps of the release's Job, those before the migration or those
// after it.
func jobSteps(st *stack.Stack, before bool) []corev1.Container {
	var steps []corev1.Container
	for _, name := range sorted.Keys(st.Spec.Jobs) {
		if j := st.Spec.Jobs[name]; (j.Before != "") == before {
			steps = append(steps, jobStep(st, name, j))
		}
	}
	return steps
}

func jobStep(st *stack.Stack, name string, j spec.Job) corev1.Container {
	return django.Container(st, django.Process{
		Name:      "job-" + name,
		Command:   onceWanted(st, django.ReleaseName, j.Command, migrationLock),
		Env:       django.JobVars(),
		Mounts:    []corev1.VolumeMount{django.LauncherMount(), wantedMount()},
		Resources: j.Resources,
	})
}
