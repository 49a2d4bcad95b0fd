package generate_test

import (
	"slices"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// TestReleaseJobs: what each Job of a release must be, or a release could stop for
// good where nothing is wrong with it.
func TestReleaseJobs(t *testing.T) {
	all := objectsOf(t, `
databases: {default: {}}
superuser: {}
static: {mode: bucket, url: "https://static.example/", upload: [upload]}
`)
	for _, name := range []string{"release", "static-upload"} {
		job := get[*batchv1.Job](t, all, "Job/"+name)
		if job.Spec.ActiveDeadlineSeconds != nil {
			t.Errorf("%s has a deadline: a Secret made later than that would come too late for ever", name)
		}
		if p := job.Spec.PodReplacementPolicy; p == nil || *p != batchv1.Failed {
			t.Errorf("%s: two pods run at once while a node is drained", name)
		}
		for key, value := range map[string]string{
			"cluster-autoscaler.kubernetes.io/safe-to-evict": "false", "karpenter.sh/do-not-disrupt": "true",
		} {
			if got := job.Spec.Template.Annotations[key]; got != value {
				t.Errorf("%s: %s is %q, and a node's autoscaler may interrupt it", name, key, got)
			}
		}
		rules := job.Spec.PodFailurePolicy.Rules
		if len(rules) != 1 || rules[0].Action != batchv1.PodFailurePolicyActionIgnore ||
			rules[0].OnPodConditions[0].Type != corev1.DisruptionTarget {
			t.Errorf("%s: a drained node uses up a try: %v", name, rules)
		}
	}
	var steps []string
	pod := get[*batchv1.Job](t, all, "Job/release").Spec.Template.Spec
	for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
		steps = append(steps, c.Name)
	}
	if want := []string{"wait-for-database", "migrate", "superuser"}; !slices.Equal(steps, want) {
		t.Errorf("the steps of a release are %v, want %v", steps, want)
	}
}

// TestSuperuserIsNoReference: Kubernetes would put a variable's value into the name.
func TestSuperuserIsNoReference(t *testing.T) {
	all := objectsOf(t, `{superuser: {username: "$(SECRET_KEY)"}, databases: {default: {}}}`)
	container := get[*batchv1.Job](t, all, "Job/release").Spec.Template.Spec.Containers[0]
	if got := variableOf(container, "DJANGO_SUPERUSER_USERNAME").Value; got != "$$(SECRET_KEY)" {
		t.Errorf("the name is %s", got)
	}
}
