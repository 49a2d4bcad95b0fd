package generate_test

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// TestServiceAccountAnnotations: a cloud's rights are for the project's own pods; the
// database's and a strange image's are not the project.
func TestServiceAccountAnnotations(t *testing.T) {
	const role = "eks.amazonaws.com/role-arn"
	all := objectsOf(t, `
django: {serviceAccount: {annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/shop"}}}
databases: {default: {}}
broker: {}
celery: {app: shop, flower: {image: "docker.io/mher/flower:2.0"}}
`)
	want := map[string]bool{"web": true, "release": true, "worker": true, "database": false, "broker": false, "flower": false}
	for name, granted := range want {
		account := get[*corev1.ServiceAccount](t, all, "ServiceAccount/"+name)
		if _, has := account.Annotations[role]; has != granted {
			t.Errorf("%s has the role: %v, want %v", name, has, granted)
		}
	}
}
