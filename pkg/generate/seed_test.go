package generate_test

import (
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// TestSeededPaths: what the image has at a path is there before anything else of the
// pod runs, which may read it.
func TestSeededPaths(t *testing.T) {
	all := objectsOf(t, strings.Replace(everyProcess, "static: {mode: bucket, url: \"https://static.example/\", upload: [upload]}", "static: {collect: start}", 1)+`

django: {writablePaths: [{path: /app/cache, size: 5Gi}, {path: /app/locale, seed: true}]}
`)
	for _, name := range []string{"Deployment/web", "Deployment/worker", "Deployment/process-bot", "Deployment/flower", "CronJob/cron-tidy", "Job/release"} {
		pod := stack.PodSpecOf(all[name])
		first := pod.InitContainers[0]
		if first.Name != "seed" || !slices.Contains(first.Command, "/app/locale") || slices.Contains(first.Command, "/app/cache") {
			t.Errorf("%s begins with %s %v", name, first.Name, first.Command)
		}
		if slices.ContainsFunc(first.VolumeMounts, func(m corev1.VolumeMount) bool { return m.MountPath == "/app/locale" }) {
			t.Errorf("%s: the volume hides what is to be copied", name)
		}
		if len(first.Env) > 0 || len(first.EnvFrom) > 0 {
			t.Errorf("%s: a copy is told secrets", name)
		}
		sizes := map[string]string{"writable-0": "5Gi", "writable-1": "1Gi"}
		for _, v := range pod.Volumes {
			if want := sizes[v.Name]; want != "" && v.EmptyDir.SizeLimit.String() != want {
				t.Errorf("%s: %s is of %s", name, v.Name, v.EmptyDir.SizeLimit)
			}
		}
	}
	if plain := deploymentOf(t, "django: {writablePaths: [{path: /app/cache}]}", "web"); len(plain.Spec.Template.Spec.InitContainers) > 0 {
		t.Error("a pod with nothing to copy copies")
	}
}

// TestTmpSizes: /tmp has the size its field says, whatever runs there.
func TestTmpSizes(t *testing.T) {
	all := objectsOf(t, `
databases: {default: {}}
broker: {}
superuser: {}
web: {tmpSize: 11Gi}
celery: {workers: {default: {tmpSize: 12Gi}}, beat: {tmpSize: 13Gi}, flower: {tmpSize: 14Gi}}
processes: {bot: {command: [bot], tmpSize: 15Gi}}
cron: {tidy: {schedule: "@daily", command: [tidy], tmpSize: 16Gi}}
migrate: {tmpSize: 17Gi}
proxy: {tmpSize: 18Gi}
static: {size: 19Gi}
`)
	for name, want := range map[string]string{
		"Deployment/web": "11Gi", "Deployment/worker": "12Gi", "Deployment/beat": "13Gi", "Deployment/flower": "14Gi",
		"Deployment/process-bot": "15Gi", "CronJob/cron-tidy": "16Gi", "Job/release": "17Gi",
	} {
		if got := volumeSize(stack.PodSpecOf(all[name]), "tmp"); got == nil || got.String() != want {
			t.Errorf("%s: /tmp is of %v, want %s", name, got, want)
		}
	}
	web := stack.PodSpecOf(all["Deployment/web"])
	if temp, static := volumeSize(web, "nginx-temp"), volumeSize(web, "static"); temp.String() != "18Gi" || static.String() != "19Gi" {
		t.Errorf("nginx has %v, its copy of the static files %v", temp, static)
	}
}

func volumeSize(pod *corev1.PodSpec, volume string) *resource.Quantity {
	for _, v := range pod.Volumes {
		if v.Name == volume {
			return v.EmptyDir.SizeLimit
		}
	}
	return nil
}

// TestCollectedAtStart: an image's own entrypoint may collect once more, and nginx
// serves what it has collected.
func TestCollectedAtStart(t *testing.T) {
	all := objectsOf(t, "{static: {collect: start}, proxy: {}, media: {serve: app, volume: {}}}")
	containers := get[*appsv1.Deployment](t, all, "Deployment/web").Spec.Template.Spec.Containers
	for _, c := range []struct {
		container corev1.Container
		path      string
		readOnly  bool
	}{{containers[0], "/app/staticfiles", false}, {containers[1], "/etc/djangostack/static", true}} {
		at := func(m corev1.VolumeMount) bool { return m.MountPath == c.path }
		i := slices.IndexFunc(c.container.VolumeMounts, at)
		if i < 0 || c.container.VolumeMounts[i].ReadOnly != c.readOnly || c.container.VolumeMounts[i].Name != "static" {
			t.Errorf("%s: %v", c.container.Name, c.container.VolumeMounts)
		}
	}
	if slices.ContainsFunc(containers[1].VolumeMounts, func(m corev1.VolumeMount) bool { return m.Name == "media" }) {
		t.Error("nginx has uploads that it does not serve")
	}
}
