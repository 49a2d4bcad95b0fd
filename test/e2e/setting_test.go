package e2e

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

const settingChanged = "a changed setting reaches every process"

// settingRolls: settings are in a ConfigMap, and a change has to reach processes
// that read their environment once.
//
// On a tight node the first new pods would take the place of the migration that they
// wait for, so the rollouts are paused until it is done.
func settingRolls(t *testing.T, s *stack) string {
	defer s.spare()()
	before := s.configured(t)
	if len(before) == 0 {
		t.Fatal("no pod reads the settings")
	}
	var paused []string
	if s.tight {
		paused = s.readers(t)
		kubectl(t, append([]string{"rollout", "pause", "-n", s.namespace()}, paused...)...)
	}
	begun := time.Now()
	s.alter(t, changeSetting)
	if s.tight {
		s.jobsDone(t)
		kubectl(t, append([]string{"rollout", "resume", "-n", s.namespace()}, paused...)...)
	}
	s.ready(t, 5*time.Minute)
	took := time.Since(begun)
	s.haveSetting(t, before)
	text := fmt.Sprintf("%s in %s", strings.Join(components(before), ", "), seconds(took))
	if s.tight {
		text += ", where the rollouts were paused until the migration was done"
	}
	return text
}

func changeSetting(d *spec.DjangoStack) {
	if d.Spec.Django.Env == nil {
		d.Spec.Django.Env = map[string]string{}
	}
	d.Spec.Django.Env["E2E_SETTING"] = "changed"
}

func (s *stack) jobsDone(t *testing.T) {
	t.Helper()
	eventually(t, 2*time.Minute, "the migration", func() error {
		jobs, err := tryGet[batchv1.JobList]("jobs", "-n", s.namespace(), "-l", "app.kubernetes.io/component=migrate")
		open := slices.IndexFunc(jobs.Items, func(j batchv1.Job) bool { return j.Status.Succeeded == 0 })
		return errors.Join(err, failed(open < 0, "not done"))
	})
}

// haveSetting: the pods are others than before the change, and their processes have it.
func (s *stack) haveSetting(t *testing.T, before []corev1.Pod) {
	t.Helper()
	after := s.configured(t)
	if was, is := components(before), components(after); !slices.Equal(was, is) {
		t.Errorf("it reached %v of %v", is, was)
	}
	for _, p := range after {
		if slices.ContainsFunc(before, func(old corev1.Pod) bool { return old.UID == p.UID }) {
			t.Errorf("%s is still there", p.Name)
		}
		s.hasSetting(t, p)
	}
}

func (s *stack) hasSetting(t *testing.T, p corev1.Pod) {
	t.Helper()
	for _, c := range p.Spec.Containers {
		if !readsSettings(c) {
			continue
		}
		environment := s.exec(t, p.Name, c.Name, "sh", "-c", `tr '\0' '\n' </proc/1/environ`)
		if !slices.Contains(strings.Split(environment, "\n"), "E2E_SETTING=changed") {
			t.Errorf("the process of %s/%s does not have it", p.Name, c.Name)
		}
	}
}

// readsSettings: every process of the project has the one ConfigMap with them.
func readsSettings(c corev1.Container) bool { return len(c.EnvFrom) > 0 }

// configured are the running pods with the project's settings.
func (s *stack) configured(t *testing.T) []corev1.Pod {
	t.Helper()
	list := get[corev1.PodList](t, "pods", "-n", s.namespace(), "--field-selector=status.phase=Running").Items
	return slices.DeleteFunc(list, func(p corev1.Pod) bool {
		return p.DeletionTimestamp != nil || !slices.ContainsFunc(p.Spec.Containers, readsSettings)
	})
}

// readers are the Deployments whose pods have the settings.
func (s *stack) readers(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, d := range get[appsv1.DeploymentList](t, "deployments", "-n", s.namespace()).Items {
		if slices.ContainsFunc(d.Spec.Template.Spec.Containers, readsSettings) {
			out = append(out, "deployment/"+d.Name)
		}
	}
	return out
}

func components(pods []corev1.Pod) []string {
	var out []string
	for _, p := range pods {
		out = append(out, p.Labels["app.kubernetes.io/component"])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
