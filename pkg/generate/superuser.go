package generate

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	superuserName = "superuser"
	// superuserEmail is in the release's ConfigMap: the address follows from the host,
	// and another one makes no other account.
	superuserEmail = "DJANGO_SUPERUSER_EMAIL"
)

//go:embed templates/superuser.py
var superuserScript string

// superuser is the step that creates the first account, once its table is there. It
// changes nothing when it runs again: createsuperuser itself would fail where the
// account exists.
func (st *Stack) superuser(u *spec.Superuser) corev1.Container {
	return st.container(process{
		name:    superuserName,
		command: st.manage("shell", "-c", superuserScript),
		env: []corev1.EnvVar{
			literalVar("DJANGO_SUPERUSER_USERNAME", u.Username),
			st.secretVar("DJANGO_SUPERUSER_PASSWORD", u.Password),
		},
		resources: st.Spec.Migrate.Resources,
	})
}
