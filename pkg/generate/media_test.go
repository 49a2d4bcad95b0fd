package generate_test

import (
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// everyProcess is a stack in which all that can run of the project runs.
const everyProcess = `
databases: {default: {}}
superuser: {}
static: {mode: bucket, url: "https://static.example/", upload: [upload]}
broker: {}
celery: {beat: {}, flower: {}}
processes: {bot: {command: [bot], replicas: 2}}
cron: {tidy: {schedule: "@daily", command: [tidy]}}
web: {replicas: 3}
`

// TestUploadsAreEverywhere: a migration that does not see the uploads records itself
// as done without them, and a project that makes folders there as it is imported
// never starts.
func TestUploadsAreEverywhere(t *testing.T) {
	seen := 0
	for name, o := range objectsOf(t, everyProcess+"media: {volume: {}}\n") {
		pod := stack.PodSpecOf(o)
		if pod == nil {
			continue
		}
		for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
			if len(c.EnvFrom) == 0 { // no process of the project
				continue
			}
			seen++
			at := func(m corev1.VolumeMount) bool { return m.MountPath == "/app/media" && !m.ReadOnly }
			if !slices.ContainsFunc(c.VolumeMounts, at) {
				t.Errorf("%s, %s: no uploads", name, c.Name)
			}
		}
	}
	// web, worker, beat, process and cron with a wait each, the release's wait, migration
	// and superuser, Flower and the upload of static files.
	if seen != 15 {
		t.Errorf("%d containers of the project", seen)
	}
}

// TestOneNode: what a volume of access mode ReadWriteOnce makes of the pods.
func TestOneNode(t *testing.T) {
	once := objectsOf(t, everyProcess+"media: {volume: {accessMode: ReadWriteOnce}}\n")
	web := get[*appsv1.Deployment](t, once, "Deployment/web")
	pod := web.Spec.Template
	if web.Spec.Strategy.Type != appsv1.RollingUpdateDeploymentStrategyType || web.Spec.Strategy.RollingUpdate.MaxUnavailable.IntValue() != 0 {
		t.Error("the old web server ends before the new one serves")
	}
	terms := pod.Spec.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution
	for key, value := range terms[0].LabelSelector.MatchLabels {
		if pod.Labels[key] != value {
			t.Errorf("the first pod waits for one labelled %s=%s, and is none", key, value)
		}
	}
	if len(pod.Spec.TopologySpreadConstraints) > 0 {
		t.Error("pods of one node are to be spread")
	}
	for _, name := range []string{"web", "process-bot"} {
		if once["PodDisruptionBudget/"+name] != nil {
			t.Errorf("a drain would wait for ever: the last pod of %s may not go, and the next not come", name)
		}
	}
	database := stack.PodSpecOf(once["StatefulSet/database"])
	if database.Affinity != nil {
		t.Error("the database mounts no uploads, and may run anywhere")
	}
	many := objectsOf(t, everyProcess+"media: {volume: {}}\n")
	web = get[*appsv1.Deployment](t, many, "Deployment/web")
	if web.Spec.Template.Spec.Affinity != nil || many["PodDisruptionBudget/web"] == nil {
		t.Error("a volume of many nodes keeps pods on one")
	}
}
