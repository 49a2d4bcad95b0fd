package generate

import (
	corev1 "k8s.io/api/core/v1"

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
func (st *Stack) superuser(u *spec.Superuser) corev1.Container {
	return st.container(process{
		name:    superuserName,
		command: passSignals(st.launch("create_superuser", wantedKey(releaseName))),
		env: append(ownJob(),
			literalVar("DJANGO_SUPERUSER_USERNAME", u.Username),
			secretVar("DJANGO_SUPERUSER_PASSWORD", u.Password),
		),
		mounts:    []corev1.VolumeMount{launcherMount(), wantedMount()},
		resources: st.Spec.Migrate.Resources,
	})
}
