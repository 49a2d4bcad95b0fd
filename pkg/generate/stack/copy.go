package stack

import corev1 "k8s.io/api/core/v1"

// What an object takes from the spec or the stack it takes as a copy: maps by
// [maps.Clone], lists by [slices.Clone], quantities by their DeepCopy, the rest by these.

// copied is a pointer to a copy of what p points to, nil where p is.
func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}

// CopyVars returns copies of variables, for one container.
func CopyVars(vars []corev1.EnvVar) []corev1.EnvVar {
	out := make([]corev1.EnvVar, len(vars))
	for i := range vars {
		vars[i].DeepCopyInto(&out[i])
	}
	return out
}
