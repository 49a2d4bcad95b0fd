package generate_test

import (
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
)

func TestFlower(t *testing.T) {
	text := `{broker: {envNames: {url: QUEUE}}, databases: {default: {}}, celery: {workers: {}, flower: IMAGE}}`
	for _, c := range []struct{ reason, flower, program string }{
		{"the project's image", `{}`, "python"},
		{"an image of its own", `{image: "docker.io/mher/flower:2.0"}`, "celery"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			all := objectsOf(t, strings.Replace(text, "IMAGE", c.flower, 1))
			pod := get[*appsv1.Deployment](t, all, "Deployment/flower").Spec.Template.Spec
			main := pod.Containers[0]
			if main.Command[0] != c.program || len(pod.InitContainers) > 0 {
				t.Errorf("runs %q after %d init containers", main.Command, len(pod.InitContainers))
			}
			if ref := variableOf(main, "FLOWER_BASIC_AUTH").ValueFrom; ref == nil || ref.SecretKeyRef.Name != "shop-secrets" {
				t.Errorf("anyone may look: %v", ref)
			}
			if main.LivenessProbe.HTTPGet.Path != "/healthcheck" {
				t.Errorf("probe asks %s, which wants a password", main.LivenessProbe.HTTPGet.Path)
			}
			launched := slices.Contains(main.Command, "/etc/djangostack/celery/launcher.py")
			if mine := c.program == "python"; launched != mine || (all["ConfigMap/celery"] != nil) != mine {
				t.Errorf("runs %q, launcher %v", main.Command, all["ConfigMap/celery"])
			}
		})
	}
}

// TestFlowerOfAnotherImage: celery reads the broker from one name, whatever the
// project's settings do.
func TestFlowerOfAnotherImage(t *testing.T) {
	for _, c := range []struct{ reason, broker, want string }{
		{"as it is", `{}`, "redis://shop-broker:6379/0"},
		{"renamed", `{envNames: {url: QUEUE}}`, "redis://shop-broker:6379/0"},
		{"left out", `{envNames: {url: ""}}`, "redis://shop-broker:6379/0"},
		{
			"a password under another name", `{password: {}, envNames: {password: QUEUE_PASSWORD, url: ""}}`,
			"redis://:$(BROKER_PASSWORD)@shop-broker:6379/0",
		},
		{"RabbitMQ", `{engine: rabbitmq}`, "amqp://shop:$(BROKER_PASSWORD)@shop-broker:5672//"},
		{"elsewhere", `{external: {host: mq.example, port: 7000}}`, "redis://mq.example:7000/0"},
	} {
		text := `{broker: ` + c.broker + `, celery: {flower: {image: "docker.io/mher/flower:2.0"}}}`
		main := deploymentOf(t, text, "flower").Spec.Template.Spec.Containers[0]
		if got := variableOf(main, "CELERY_BROKER_URL").Value; got != c.want {
			t.Errorf("%s: %q, want %q, in %v", c.reason, got, c.want, main.Env)
		}
		if strings.Contains(c.want, "$(") && variableOf(main, "BROKER_PASSWORD").ValueFrom == nil {
			t.Errorf("%s: no password in %v", c.reason, main.Env)
		}
	}
}
