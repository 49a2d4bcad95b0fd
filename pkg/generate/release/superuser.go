package release

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	superuserName = "superuser"
	// superuserEmail is in the release's ConfigMap: the address follows from the host,
	// and another one makes no other account.
	superuserEmail = "DJANGO_SUPERUSER_EMAIL"
)

// superuser is the step that creates the first account, once its table is there. It
// asks again whether its Job is wanted, since the migration before it may have taken long.
func superuser(st *stack.Stack, u *spec.Superuser) corev1.Container {
	return django.Container(st, django.Process{
		Name:    superuserName,
		Command: django.PassSignals(django.Launch(st, "create_superuser", wantedKey(django.ReleaseName))),
		Env: append(django.JobVars(),
			stack.LiteralVar("DJANGO_SUPERUSER_USERNAME", u.Username),
			stack.SecretVar("DJANGO_SUPERUSER_PASSWORD", u.Password),
		),
		Mounts:    []corev1.VolumeMount{django.LauncherMount(), wantedMount()},
		Resources: st.Spec.Migrate.Resources,
	})
}
