package overlays_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"sort"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/confighash"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// finish is what finalize makes of an environment's objects.
func finish(namespace string, labels map[string]string) func([]stack.Object) []stack.Object {
	return func(draft []stack.Object) []stack.Object { return finalize(draft, namespace, labels) }
}

// finalize says, on typed objects and without any of the package's own code,
// what an environment is in the cluster. It leaves the draft as it is.
func finalize(draft []stack.Object, namespace string, labels map[string]string) []stack.Object {
	names := map[string]string{}
	for _, o := range draft {
		if cm, ok := o.(*corev1.ConfigMap); ok {
			names[cm.Name] = cm.Name + "-" + confighash.Suffix(cm.Data, cm.BinaryData)
		}
	}
	var out []stack.Object
	for _, o := range draft {
		o = o.DeepCopyObject().(stack.Object)
		switch o := o.(type) {
		case *corev1.Namespace:
			o.Name = namespace
		default:
			o.SetNamespace(namespace)
		}
		label(o, labels)
		switch o := o.(type) {
		case *corev1.ConfigMap:
			o.Name = names[o.Name]
		case *appsv1.Deployment:
			template(&o.Spec.Template, names, labels)
		case *appsv1.StatefulSet:
			template(&o.Spec.Template, names, labels)
		case *batchv1.CronJob:
			o.Spec.JobTemplate.Labels = union(o.Spec.JobTemplate.Labels, labels)
			template(&o.Spec.JobTemplate.Spec.Template, names, labels)
		case *batchv1.Job:
			template(&o.Spec.Template, names, labels)
			data, _ := json.Marshal(o.Spec)
			hash := fmt.Sprintf("%x", sha256.Sum256(data))[:8]
			o.Annotations = union(o.Annotations, map[string]string{"djangostack.dev/content-hash": hash})
			o.Name += "-" + hash
		}
		out = append(out, o)
	}
	sort.SliceStable(out, func(i, j int) bool { return order(out[i]) < order(out[j]) })
	return out
}

// order is the one they are applied in, spelled out for the kinds of the tests.
func order(o stack.Object) string {
	kind := o.GetObjectKind().GroupVersionKind().Kind
	rank := map[string]int{
		"Namespace": 1, "ServiceAccount": 2, "ConfigMap": 3, "Service": 4, "PersistentVolumeClaim": 5,
		"NetworkPolicy": 6, "StatefulSet": 7, "Job": 8, "Deployment": 9, "HorizontalPodAutoscaler": 10,
		"CronJob": 11, "Queue": 12, "Ingress": 13, "PodDisruptionBudget": 14,
	}
	return fmt.Sprintf("%02d %s", rank[kind], o.GetName())
}

func union(a, b map[string]string) map[string]string {
	out := maps.Clone(a)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, b)
	return out
}

func label(o stack.Object, labels map[string]string) { o.SetLabels(union(o.GetLabels(), labels)) }

func template(pod *corev1.PodTemplateSpec, names, labels map[string]string) {
	pod.Labels = union(pod.Labels, labels)
	rename := func(name *string) {
		if hashed, ok := names[*name]; ok {
			*name = hashed
		}
	}
	for _, list := range [][]corev1.Container{pod.Spec.Containers, pod.Spec.InitContainers} {
		for i := range list {
			for j := range list[i].Env {
				if from := list[i].Env[j].ValueFrom; from != nil && from.ConfigMapKeyRef != nil {
					rename(&from.ConfigMapKeyRef.Name)
				}
			}
			for _, source := range list[i].EnvFrom {
				rename(&source.ConfigMapRef.Name)
			}
		}
	}
	for i := range pod.Spec.Volumes {
		v := &pod.Spec.Volumes[i]
		if v.ConfigMap != nil {
			rename(&v.ConfigMap.Name)
		}
		if v.Projected != nil {
			rename(&v.Projected.Sources[0].ConfigMap.Name)
		}
	}
}
