package e2e

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/test/e2e/images"
)

// standIns are pods for those ends that are not running: Jobs are done when this
// is tried, strangers and the internet are not part of the stack.
func (s *stack) standIns(t *testing.T) {
	t.Helper()
	var pods []corev1.Pod
	for component, template := range s.finished(t) {
		pods = append(pods, idle(s.namespace(), component, template))
	}
	pods = append(pods, idle("default", "stranger", corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app.kubernetes.io/name": s.example}},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "probe", Image: images.ProbeRef}}},
	}))
	manifest := documents(t, pods)
	t.Cleanup(func() { manage(t, manifest, "delete", "--ignore-not-found") })
	manage(t, manifest, "apply")
	manage(t, manifest, "wait", "--for=condition=Ready", "--timeout=60s")
	needInternet(t)
}

// finished are the pods of Jobs and CronJobs, by component.
func (s *stack) finished(t *testing.T) map[string]corev1.PodTemplateSpec {
	t.Helper()
	templates := map[string]corev1.PodTemplateSpec{}
	for _, c := range get[batchv1.CronJobList](t, "cronjobs", "-n", s.namespace()).Items {
		template := c.Spec.JobTemplate.Spec.Template
		templates[template.Labels["app.kubernetes.io/component"]] = template
	}
	for _, j := range get[batchv1.JobList](t, "jobs", "-n", s.namespace()).Items {
		template := j.Spec.Template
		templates[template.Labels["app.kubernetes.io/component"]] = template
	}
	return templates
}

// idle is a pod like the template's that does nothing. The labels by which a Job
// counts its pods are not among those a policy may go by.
func idle(namespace, name string, template corev1.PodTemplateSpec) corev1.Pod {
	labels := maps.Clone(template.Labels)
	maps.DeleteFunc(labels, func(key, _ string) bool {
		return key == "job-name" || key == "controller-uid" || strings.HasPrefix(key, "batch.kubernetes.io/")
	})
	spec := *template.Spec.DeepCopy()
	spec.InitContainers, spec.Containers = nil, spec.Containers[:1]
	spec.Containers[0].Resources = corev1.ResourceRequirements{} // there may be no room left
	spec.Containers[0].Command, spec.Containers[0].Args = []string{"sleep", "infinity"}, nil
	spec.RestartPolicy = corev1.RestartPolicyNever
	spec.TerminationGracePeriodSeconds = new(int64(1))
	return corev1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "e2e-" + name, Labels: labels},
		Spec:       spec,
	}
}

// internet is an address outside the cluster: of those set aside for examples.
const internet = "203.0.113.10"

// internetPod has the address beside its own. The node, from the other pod, is
// told the way there, and forgets it when that pod ends.
const internetPod = `
apiVersion: v1
kind: Pod
metadata: {name: internet, namespace: %[1]s}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: address
    image: %[2]s
    command: [sh, -c, "ip address add %[3]s/32 dev lo && exec sleep infinity"]
    securityContext: {runAsUser: 0, capabilities: {add: [NET_ADMIN]}}
---
apiVersion: v1
kind: Pod
metadata: {name: way-to-internet, namespace: %[1]s}
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 5
  containers:
  - name: route
    image: %[2]s
    command: [sh, -c, "trap 'ip route delete %[3]s; exit' TERM; sleep infinity & wait"]
    securityContext: {runAsUser: 0, capabilities: {add: [NET_ADMIN]}}
`

// needInternet makes the address answer. It does on clusters of one node; on
// others it is among what is not tried.
func needInternet(t *testing.T) {
	t.Helper()
	if len(get[corev1.NodeList](t, "nodes").Items) > 1 {
		return
	}
	manifest := fmt.Sprintf(internetPod, bringings, images.ProbeRef, internet)
	manage(t, manifest, "apply")
	manage(t, manifest, "wait", "--for=condition=Ready", "--timeout=60s")
	ip := get[corev1.Pod](t, "pods", "-n", bringings, "internet").Status.PodIP
	kubectl(t, "exec", "-n", bringings, "way-to-internet", "--", "sh", "-c",
		`ip route replace "$1" via "$2" dev "$(ip -o route get "$2" | sed -E 's/.* dev ([^ ]+).*/\1/')" onlink`, "sh", internet, ip)
}
