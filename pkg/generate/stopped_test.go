package generate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// TestEverythingCanBeStopped: replicas 0 stops whatever runs, and leaves the objects
// that it had, so that it comes back as it was.
func TestEverythingCanBeStopped(t *testing.T) {
	stack := func(replicas string) map[string]stack.Object {
		one := `{replicas: ` + replicas + `}`
		server := func(engine string) string { return `{engine: ` + engine + `, replicas: ` + replicas + `}` }
		return objectsOf(t, `{
			django: {settings: shop.settings, hosts: [a.de]},
			web: `+one+`, celery: {workers: {default: `+one+`}, beat: `+one+`, flower: `+one+`},
			databases: {default: `+one+`, other: `+server("mysql")+`, third: `+server("mariadb")+`},
			caches: {default: `+one+`, other: `+server("valkey")+`, third: `+server("memcached")+`},
			broker: `+server("rabbitmq")+`,
			processes: {
				bot: {command: [bot], replicas: `+replicas+`},
				alone: {command: [bot], singleton: true, replicas: `+replicas+`}}}`)
	}
	running, stopped := stack("1"), stack("0")
	if diff := cmp.Diff(sorted.Keys(running), sorted.Keys(stopped)); diff != "" {
		t.Errorf("stopped, the stack has other objects (-running +stopped):\n%s", diff)
	}
	workloads := 0
	for name, o := range stopped {
		var replicas *int32
		switch o := o.(type) {
		case *appsv1.Deployment:
			replicas = o.Spec.Replicas
		case *appsv1.StatefulSet:
			replicas = o.Spec.Replicas
		default:
			continue
		}
		workloads++
		if replicas == nil || *replicas != 0 {
			t.Errorf("%s runs on", name)
		}
	}
	if workloads != 13 {
		t.Errorf("%d workloads, want 13", workloads)
	}
}
