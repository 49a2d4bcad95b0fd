package generate

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
			all := built(t, strings.Replace(text, "IMAGE", c.flower, 1))
			pod := get[*appsv1.Deployment](t, all, "Deployment/flower").Spec.Template.Spec
			main := pod.Containers[0]
			if main.Command[0] != c.program || len(pod.InitContainers) > 0 {
				t.Errorf("runs %q after %d init containers", main.Command, len(pod.InitContainers))
			}
			if ref := variable(main, "FLOWER_BASIC_AUTH").ValueFrom; ref == nil || ref.SecretKeyRef.Name != "shop-secrets" {
				t.Errorf("anyone may look: %v", ref)
			}
			if main.LivenessProbe.HTTPGet.Path != "/healthcheck" {
				t.Errorf("probe asks %s, which wants a password", main.LivenessProbe.HTTPGet.Path)
			}
			launched := slices.Contains(main.Command, celeryConfigPath+"/"+celeryLauncher)
			if mine := c.program == "python"; launched != mine || (all["ConfigMap/celery"] != nil) != mine {
				t.Errorf("runs %q, launcher %v", main.Command, all["ConfigMap/celery"])
			}
			if c.program == "celery" && variable(main, brokerURL).Value != "$(QUEUE)" {
				t.Errorf("flower does not find the broker: %v", main.Env)
			}
		})
	}
}
