package generate

import (
	"maps"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/confighash"
)

// InstanceLabels are what an environment's objects and pods carry beside the
// labels of the base.
func (st *Stack) InstanceLabels() map[string]string {
	return map[string]string{LabelInstance: shorten(st.Name+"-"+st.Environment, longestName)}
}

// Finish turns objects as [Stack.Build] makes them into what is applied:
// namespace and instance labels set, ConfigMaps named by their content and every
// reference to them rewritten, Jobs named by what they run, all in build order.
// The objects given are left as they are.
func (st *Stack) Finish(drafts []Object) []Object {
	objects := make([]Object, len(drafts))
	renamed := map[string]string{}
	for i, draft := range drafts {
		o := draft.DeepCopyObject().(Object)
		objects[i] = o
		if cm, ok := o.(*corev1.ConfigMap); ok {
			renamed[cm.Name] = cm.Name + "-" + confighash.Suffix(cm)
			cm.Name = renamed[cm.Name]
		}
	}
	instance := st.InstanceLabels()
	for _, o := range objects {
		if t := podTemplate(o); t != nil {
			renameConfig(&t.Spec, renamed)
		}
		st.place(o, instance)
		if job, ok := o.(*batchv1.Job); ok {
			nameByContent(job)
		}
	}
	sortObjects(objects)
	return objects
}

// place sets the namespace and the instance labels, on the object and on the
// pods it makes.
func (st *Stack) place(o Object, instance map[string]string) {
	if _, cluster := o.(*corev1.Namespace); !cluster {
		o.SetNamespace(st.Spec.Namespace.Name)
	}
	metas := []metav1.Object{o}
	switch o := o.(type) {
	case *appsv1.Deployment:
		metas = append(metas, &o.Spec.Template)
	case *appsv1.StatefulSet:
		metas = append(metas, &o.Spec.Template)
	case *batchv1.Job:
		metas = append(metas, &o.Spec.Template)
	case *batchv1.CronJob:
		metas = append(metas, &o.Spec.JobTemplate, &o.Spec.JobTemplate.Spec.Template)
	}
	for _, m := range metas {
		labels := maps.Clone(m.GetLabels())
		if labels == nil {
			labels = map[string]string{}
		}
		maps.Copy(labels, instance)
		m.SetLabels(labels)
	}
}

// renameConfig rewrites every reference to a renamed ConfigMap in a pod.
func renameConfig(pod *corev1.PodSpec, renamed map[string]string) {
	rename := func(name *string) {
		if to, ok := renamed[*name]; ok {
			*name = to
		}
	}
	for i := range pod.Volumes {
		v := &pod.Volumes[i]
		if v.ConfigMap != nil {
			rename(&v.ConfigMap.Name)
		}
		if v.Projected != nil {
			for j := range v.Projected.Sources {
				if cm := v.Projected.Sources[j].ConfigMap; cm != nil {
					rename(&cm.Name)
				}
			}
		}
	}
	for _, list := range [][]corev1.Container{pod.InitContainers, pod.Containers} {
		for i := range list {
			renameContainerConfig(&list[i], rename)
		}
	}
}

func renameContainerConfig(c *corev1.Container, rename func(*string)) {
	for i := range c.EnvFrom {
		if ref := c.EnvFrom[i].ConfigMapRef; ref != nil {
			rename(&ref.Name)
		}
	}
	for i := range c.Env {
		if from := c.Env[i].ValueFrom; from != nil && from.ConfigMapKeyRef != nil {
			rename(&from.ConfigMapKeyRef.Name)
		}
	}
}

// nameByContent ends a Job's name in the hash of its spec, so that a new
// content is a new Job (a Job's template cannot be changed) and the same content
// the same Job (a second apply does nothing).
func nameByContent(job *batchv1.Job) {
	hash := confighash.Value(&job.Spec)
	job.Name += "-" + hash
	job.Annotations = maps.Clone(job.Annotations)
	if job.Annotations == nil {
		job.Annotations = map[string]string{}
	}
	job.Annotations[AnnotationContentHash] = hash
}
