package generate_test

import (
	"testing"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// TestScheduling: what has pods has a say in where they run. On nodes that are all
// tainted a Job without one would wait for ever, and the release with it.
func TestScheduling(t *testing.T) {
	all := objectsOf(t, `
web: {scheduling: {priorityClass: web}}
celery:
  app: shop
  workers: {mail: {scheduling: {priorityClass: worker}}}
  beat: {scheduling: {priorityClass: beat}}
  flower: {scheduling: {priorityClass: flower}}
processes: {bot: {command: [bot], scheduling: {priorityClass: process}}}
databases:
  default: {scheduling: {priorityClass: postgres}}
  old: {engine: mysql, scheduling: {priorityClass: mysql}}
caches:
  default: {scheduling: {priorityClass: redis}}
  pages: {engine: memcached, scheduling: {priorityClass: memcached}}
broker: {engine: rabbitmq, scheduling: {priorityClass: rabbitmq}}
migrate: {scheduling: {priorityClass: migrate}}
superuser: {}
static: {mode: bucket, url: "https://static.example/", upload: [upload]}
cron: {clear: {schedule: "@daily", command: [clear], scheduling: {priorityClass: cron}}}
`)
	want := map[string]string{
		"Deployment/web":           "web",
		"Deployment/worker-mail":   "worker",
		"Deployment/beat":          "beat",
		"Deployment/flower":        "flower",
		"Deployment/process-bot":   "process",
		"StatefulSet/database":     "postgres",
		"Job/release":              "migrate",
		"Job/static-upload":        "migrate",
		"CronJob/cron-clear":       "cron",
		"StatefulSet/broker":       "rabbitmq",
		"Deployment/cache":         "redis",
		"Deployment/cache-pages":   "memcached",
		"StatefulSet/database-old": "mysql",
	}
	for key, o := range all {
		template := stack.PodTemplateOf(o)
		if template == nil {
			continue
		}
		if got := template.Spec.PriorityClassName; got == "" || got != want[key] {
			t.Errorf("%s has %q, not %q", key, got, want[key])
		}
		delete(want, key)
	}
	if len(want) > 0 {
		t.Errorf("not built: %v", want)
	}
}
