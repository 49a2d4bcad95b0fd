package conformance

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// templatePaths is where workloads keep their pod template.
var templatePaths = [][]string{
	{"spec", "template"},                        // Deployment, StatefulSet, DaemonSet, Job
	{"spec", "jobTemplate", "spec", "template"}, // CronJob
	{"spec", "jobTargetRef", "template"},        // KEDA's ScaledJob
}

// podTemplate finds the pod template of a workload; nil for other objects. It
// shares memory with the object.
func podTemplate(object *unstructured.Unstructured) map[string]any {
	for _, path := range templatePaths {
		field, _, _ := unstructured.NestedFieldNoCopy(object.Object, path...)
		template, _ := field.(map[string]any)
		if _, found, _ := unstructured.NestedFieldNoCopy(template, "spec", "containers"); found {
			return template
		}
	}
	return nil
}

// admitPods creates, for show, the pods and claims that controllers would make
// of the workloads. A workload is accepted whatever its pods look like: that
// they break Pod Security, lack a service account or state no limits would show
// only in the events of a stack that does not start.
func (s *stack) admitPods(ctx context.Context) error {
	return s.each(func(o *object) error {
		template := podTemplate(o.golden)
		if template == nil {
			return nil
		}
		claims, _, _ := unstructured.NestedSlice(o.golden.Object, "spec", "volumeClaimTemplates")
		pod := childOf(o.golden, "Pod", template)
		pod.SetLabels(podLabels(o.golden, pod.GetLabels()))
		failures := []error{mountClaims(pod, claims)}
		for _, claim := range claims {
			claim := childOf(o.golden, "PersistentVolumeClaim", claim.(map[string]any))
			failures = append(failures, s.cluster.admit(ctx, claim))
		}
		failures = append(failures, s.cluster.admit(ctx, pod))
		return errors.Join(failures...)
	})
}

// childOf makes an object of a template, as the owner's controller does.
func childOf(
	owner *unstructured.Unstructured, kind string, template map[string]any,
) *unstructured.Unstructured {
	child := (&unstructured.Unstructured{Object: template}).DeepCopy()
	child.SetAPIVersion("v1")
	child.SetKind(kind)
	child.SetNamespace(owner.GetNamespace())
	child.SetName("")
	child.SetGenerateName(owner.GetName() + "-")
	return child
}

// number stands for what controllers put behind a name: a hash, or minutes.
const number = "-4294967295"

// podLabels are those of a workload's pods with the ones its controller adds, in which
// the workload's name stands: one that is too long for them never gets a pod.
func podLabels(owner *unstructured.Unstructured, labels map[string]string) map[string]string {
	all := maps.Clone(labels)
	if all == nil {
		all = map[string]string{}
	}
	switch name := owner.GetName(); owner.GetKind() {
	case "StatefulSet":
		all["controller-revision-hash"] = name + number
		all["statefulset.kubernetes.io/pod-name"] = name + "-0"
	case "Job":
		all["batch.kubernetes.io/job-name"] = name
	case "CronJob":
		all["batch.kubernetes.io/job-name"] = name + number
	}
	return all
}

// mountClaims adds the volumes of a StatefulSet's claims to its pod.
func mountClaims(pod *unstructured.Unstructured, claims []any) error {
	volumes, _, err := unstructured.NestedSlice(pod.Object, "spec", "volumes")
	if err != nil || len(claims) == 0 {
		return err
	}
	for _, claim := range claims {
		name, _, err := unstructured.NestedString(claim.(map[string]any), "metadata", "name")
		if err != nil {
			return err
		}
		volumes = append(volumes, map[string]any{
			"name":                  name,
			"persistentVolumeClaim": map[string]any{"claimName": name + "-0"},
		})
	}
	return unstructured.SetNestedSlice(pod.Object, volumes, "spec", "volumes")
}

// upgrade rolls out another image: an update of the workloads must touch no
// immutable field. Jobs are left out, nobody can update those; a release
// replaces them.
func (s *stack) upgrade(ctx context.Context) error {
	return s.each(func(o *object) error {
		if o.served == nil || o.golden.GetKind() == "Job" || podTemplate(o.golden) == nil {
			return nil
		}
		release := o.golden.DeepCopy()
		retag(podTemplate(release))
		served, err := s.cluster.apply(ctx, release)
		if err != nil {
			return err
		}
		if served.GetResourceVersion() == o.served.GetResourceVersion() {
			return fmt.Errorf("took the image tag %s and is unchanged", upgradeTag)
		}
		o.served = served
		return nil
	})
}

const upgradeTag = "conformance-upgrade"

// retag gives every container of a pod template another image tag.
func retag(template map[string]any) {
	for _, field := range []string{"initContainers", "containers"} {
		containers, _, _ := unstructured.NestedFieldNoCopy(template, "spec", field)
		list, _ := containers.([]any)
		for _, container := range list {
			container := container.(map[string]any)
			image, _ := container["image"].(string)
			container["image"] = repository(image) + ":" + upgradeTag
		}
	}
}

// repository cuts tag and digest off an image reference. The colon of a
// registry's port stands before the last slash.
func repository(image string) string {
	image, _, _ = strings.Cut(image, "@")
	if colon := strings.LastIndex(image, ":"); colon > strings.LastIndex(image, "/") {
		return image[:colon]
	}
	return image
}
