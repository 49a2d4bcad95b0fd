package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// everythingReady has been waited for already; what is left to say is that no
// container had to be started twice to get there.
func everythingReady(t *testing.T, s *stack) string {
	list := get[corev1.PodList](t, "pods", "-n", s.namespace())
	first := time.Now()
	for _, p := range list.Items {
		if p.CreationTimestamp.Time.Before(first) {
			first = p.CreationTimestamp.Time
		}
		for _, c := range p.Status.ContainerStatuses {
			if c.RestartCount > 0 {
				t.Errorf("%s: %s was restarted %d times", p.Name, c.Name, c.RestartCount)
			}
		}
	}
	return fmt.Sprintf("%d pods in %s, no restart", len(list.Items), seconds(lastReady(list.Items).Sub(first)))
}

// lastReady is when the last of the pods became ready.
func lastReady(pods []corev1.Pod) time.Time {
	var last time.Time
	for _, p := range pods {
		for _, c := range p.Status.Conditions {
			if c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue && c.LastTransitionTime.After(last) {
				last = c.LastTransitionTime.Time
			}
		}
	}
	return last
}

// migratedOnce: one Job, one pod that succeeded, each migration recorded once,
// and no web server started before it was done.
func migratedOnce(t *testing.T, s *stack) string {
	var jobs batchv1.JobList
	eventually(t, time.Minute, "one migration that succeeded at once", func() error { // a Job says so a while later
		jobs = get[batchv1.JobList](t, "jobs", "-n", s.namespace(), "-l", "app.kubernetes.io/component=release")
		if len(jobs.Items) != 1 || jobs.Items[0].Status.Succeeded != 1 || jobs.Items[0].Status.Failed != 0 {
			return fmt.Errorf("%+v", jobs.Items)
		}
		return nil
	})
	done := jobs.Items[0].Status.CompletionTime
	migrated := containerEnd(t, s)
	for _, p := range s.pods(t, "web") {
		if started := containerStart(p, "web"); started.Before(migrated) {
			t.Errorf("%s started at %v, the migration ended at %v", p.Name, started, done)
		}
	}
	twice := s.sql(t, "select count(*), count(*) - count(distinct concat(app, '.', name)) from django_migrations")
	count, double, _ := strings.Cut(twice, "\t")
	if double != "0" {
		t.Errorf("%s migrations ran twice", double)
	}
	return count + " migrations by 1 pod"
}

// containerEnd is when the migration's container ended: the Job says so later.
func containerEnd(t *testing.T, s *stack) *metav1.Time {
	t.Helper()
	list := get[corev1.PodList](t, "pods", "-n", s.namespace(), "-l", "app.kubernetes.io/component=release")
	for _, p := range list.Items {
		for _, c := range migrations(p) {
			if c.State.Terminated != nil && c.State.Terminated.ExitCode == 0 {
				return &c.State.Terminated.FinishedAt
			}
		}
	}
	t.Fatal("no migration has ended")
	return nil
}

// migrations is the container that migrates, of a pod of the release's Job: another
// step may come after it.
func migrations(p corev1.Pod) []corev1.ContainerStatus {
	all := slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses)
	return slices.DeleteFunc(all, func(c corev1.ContainerStatus) bool { return c.Name != "migrate" })
}

func containerStart(p corev1.Pod, name string) *metav1.Time {
	for _, c := range p.Status.ContainerStatuses {
		if c.Name == name && c.State.Running != nil {
			return &c.State.Running.StartedAt
		}
	}
	return nil
}

// secondApply compares the objects themselves, and asks what kubectl calls them.
func secondApply(t *testing.T, s *stack) string {
	before := s.objects(t)
	said := slices.Sorted(strings.Lines(s.apply(t))) // "service/blog-web unchanged"
	after := s.objects(t)
	if len(said) == 0 {
		t.Error("nothing was applied")
	}
	for _, line := range said {
		name, what, _ := strings.Cut(strings.TrimSpace(line), " ")
		if before[name] == "" || after[name] != before[name] {
			t.Errorf("%s was %s\nand is %s", name, before[name], after[name])
		}
		if what != "unchanged" && !alwaysConfigured(name) {
			t.Errorf("kubectl calls %s %s", name, what)
		}
	}
	return fmt.Sprintf("%d objects the same", len(said))
}

// alwaysConfigured: the selector of a PodDisruptionBudget has the patch strategy
// "replace", so kubectl sends it each time, whatever it is.
func alwaysConfigured(name string) bool {
	return strings.HasPrefix(name, "poddisruptionbudget.policy/")
}

// objects are those of the namespace, and itself, by the name kubectl gives them;
// without what the cluster writes by itself.
func (s *stack) objects(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, kind := range slices.Sorted(maps.Keys(groups)) {
		where := []string{kind, "-n", s.namespace()}
		switch kind {
		case "namespaces":
			where = []string{kind, "--field-selector=metadata.name=" + s.namespace()}
		case "nodes", "persistentvolumes", "storageclasses": // of no namespace, and of no stack
			continue
		}
		list := get[unstructured.UnstructuredList](t, where...)
		for _, item := range list.Items {
			unstructured.RemoveNestedField(item.Object, "status")
			unstructured.RemoveNestedField(item.Object, "metadata", "resourceVersion")
			unstructured.RemoveNestedField(item.Object, "metadata", "managedFields")
			data, err := item.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			out[printed(list.GroupVersionKind(), item.GetName())] = string(data)
		}
	}
	return out
}

// printed is how kubectl apply names an object of a list.
func printed(list schema.GroupVersionKind, name string) string {
	kind := strings.ToLower(strings.TrimSuffix(list.Kind, "List"))
	if list.Group != "" {
		kind += "." + list.Group
	}
	return kind + "/" + name
}
