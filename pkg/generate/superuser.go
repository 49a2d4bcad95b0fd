package generate

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
)

// superuserComponent creates the first account, once its table is there. The
// Job runs again with every release and changes nothing then: createsuperuser
// itself would fail where the account exists.
var superuserComponent = Component{Name: superuserName, Publish: publishSuperuser, Objects: superuserObjects}

const superuserName = "superuser"

func publishSuperuser(st *Stack) {
	if st.Spec.Superuser == nil {
		return
	}
	st.Publish(Workload{
		Component: superuserName,
		Replicas:  1,
		Uses:      allBindings,
		Reaches:   st.projectEgress(),
	})
}

//go:embed templates/superuser.py
var superuserScript string

func superuserObjects(st *Stack) []Object {
	u := st.Spec.Superuser
	if u == nil {
		return nil
	}
	p := st.djangoPod(superuserName, process{
		name:    superuserName,
		command: st.manage("shell", "-c", superuserScript),
		env: []corev1.EnvVar{
			literalVar("DJANGO_SUPERUSER_USERNAME", u.Username),
			literalVar("DJANGO_SUPERUSER_EMAIL", u.Email),
			st.secretVar("DJANGO_SUPERUSER_PASSWORD", u.Password),
		},
		resources: st.Spec.Migrate.Resources,
		tmp:       st.Spec.Migrate.TmpSize,
	}, st.project.waiting...)
	return []Object{st.releaseJob(p)}
}
