package generate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// TestGrowth: which servers start again when their volume grows, as docs/data.md says.
func TestGrowth(t *testing.T) {
	for _, tt := range []struct {
		reason, spec, grown, server string
		restarts                    bool
	}{
		{
			"max_wal_size follows a small volume", `{databases: {default: {storage: {size: 2Gi}}}}`,
			`{databases: {default: {storage: {size: 4Gi}}}}`, "database", true,
		},
		{
			"where it is not given", `{databases: {default: {config: {max_wal_size: 512MB}, storage: {size: 2Gi}}}}`,
			`{databases: {default: {config: {max_wal_size: 512MB}, storage: {size: 4Gi}}}}`, "database", false,
		},
		{
			"up to its own default", `{databases: {default: {storage: {size: 8Gi}}}}`,
			`{databases: {default: {storage: {size: 80Gi}}}}`, "database", false,
		},
		{
			"MySQL is sized by memory alone", `{databases: {default: {engine: mysql, storage: {size: 2Gi}}}}`,
			`{databases: {default: {engine: mysql, storage: {size: 4Gi}}}}`, "database", false,
		},
		{
			"Redis too", `{celery: {app: a}, broker: {storage: {size: 2Gi}}}`,
			`{celery: {app: a}, broker: {storage: {size: 4Gi}}}`, "broker", false,
		},
		{
			"disk_free_limit follows any volume", `{celery: {app: a}, broker: {engine: rabbitmq, storage: {size: 20Gi}}}`,
			`{celery: {app: a}, broker: {engine: rabbitmq, storage: {size: 40Gi}}}`, "broker", true,
		},
	} {
		before, after := objectsOf(t, tt.spec), objectsOf(t, tt.grown)
		pods := func(all map[string]stack.Object) corev1.PodTemplateSpec {
			return get[*appsv1.StatefulSet](t, all, "StatefulSet/"+tt.server).Spec.Template
		}
		same := cmp.Equal(pods(before), pods(after)) && cmp.Equal(before["ConfigMap/"+tt.server], after["ConfigMap/"+tt.server])
		if same == tt.restarts {
			t.Errorf("%s: restarts %v, want %v", tt.reason, !same, tt.restarts)
		}
	}
}

// TestHeadlessNames: a Service of the server called headless is another than the
// headless Service of the server called default.
func TestHeadlessNames(t *testing.T) {
	all := objectsOf(t, `{databases: {default: {}, headless: {}, default-headless: {}}}`)
	for name, headless := range map[string]bool{
		"database":                           false,
		"headless-database":                  true,
		"database-headless":                  false,
		"headless-database-headless":         true,
		"database-default-headless":          false,
		"headless-database-default-headless": true,
	} {
		if got := get[*corev1.Service](t, all, "Service/"+name).Spec.ClusterIP == corev1.ClusterIPNone; got != headless {
			t.Errorf("%s is headless: %v, want %v", name, got, headless)
		}
	}
}
