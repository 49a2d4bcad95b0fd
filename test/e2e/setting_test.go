package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

const settingChanged = "a changed setting reaches every process"

// settingRolls: settings are in a ConfigMap, and a change has to reach processes
// that read their environment once.
//
// On a tight node the migration has to find its place before the pods do that wait
// for it.
func settingRolls(t *testing.T, s *stack) string {
	defer s.spare()()
	before := s.configured(t)
	if len(before) == 0 {
		t.Fatal("no pod reads the settings")
	}
	begun := time.Now()
	s.alter(t, changeSetting)
	s.ready(t, 5*time.Minute)
	took := time.Since(begun)
	s.haveSetting(t, before)
	return fmt.Sprintf("%s in %s", strings.Join(components(before), ", "), seconds(took))
}

func changeSetting(d *spec.DjangoStack) {
	if d.Spec.Django.Env == nil {
		d.Spec.Django.Env = map[string]string{}
	}
	d.Spec.Django.Env["E2E_SETTING"] = "changed"
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

func components(pods []corev1.Pod) []string {
	var out []string
	for _, p := range pods {
		out = append(out, p.Labels["app.kubernetes.io/component"])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
