package stack

import (
	"maps"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/confighash"
)

// InstanceLabels returns what an environment's objects and pods carry beside the
// labels of the base.
func (st *Stack) InstanceLabels() map[string]string {
	return map[string]string{LabelInstance: shorten(st.Name+"-"+st.Environment, bounds.Label)}
}

// Finish turns objects as [Stack.Build] makes them into what is applied:
// namespace and instance labels set, ConfigMaps named by their content and every
// reference to them rewritten, Jobs named by what they run, and the names of these where
// a ConfigMap of fixed name says which are wanted. It changes the objects where they are,
// puts the list into the order of [ApplyOrder] and returns it.
func (st *Stack) Finish(objects []Object) []Object {
	foreign := st.HasForeign(objects)
	configMaps, jobs := hashedNames{}, hashedNames{}
	for _, o := range objects {
		if cm, ok := o.(*corev1.ConfigMap); ok && NamedByContent(cm) {
			plain := cm.Name
			cm.Name += "-" + confighash.Suffix(cm.Data, cm.BinaryData)
			configMaps[plain] = cm.Name
		}
	}
	instance, accounts := st.InstanceLabels(), accountNames(objects)
	for _, o := range objects {
		if o.GetNamespace() == "" {
			configMaps.replaceIn(o)
		}
		st.place(o, instance)
		st.bindSubjects(o, accounts, foreign)
		if job, ok := o.(*batchv1.Job); ok {
			plain := job.Name
			nameByContent(job)
			jobs[plain] = job.Name
		}
	}
	for _, o := range objects {
		if cm, ok := o.(*corev1.ConfigMap); ok && HasFixedName(cm) {
			jobs.replaceInData(cm.Data)
		}
	}
	sortObjects(objects)
	return objects
}

// HasFixedName reports whether an object is a ConfigMap whose name is the same whatever it
// holds.
func HasFixedName(o Object) bool {
	cm, ok := o.(*corev1.ConfigMap)
	return ok && cm.Annotations[AnnotationFixedName] != ""
}

// NamedByContent reports whether an object, as [Stack.Build] makes it, is a ConfigMap whose name
// [Stack.Finish] ends in a hash of what it holds: one of the stack's own namespace, unless its
// name is fixed.
func NamedByContent(o Object) bool {
	_, ok := o.(*corev1.ConfigMap)
	return ok && !HasFixedName(o) && o.GetNamespace() == ""
}

// HasForeign reports whether any of the objects, as [Stack.Build] makes them, is of another
// namespace than the stack's, or makes one. They stay there.
func (st *Stack) HasForeign(objects []Object) bool {
	return slices.ContainsFunc(objects, func(o Object) bool {
		_, namespace := o.(*corev1.Namespace)
		return o.GetNamespace() != "" || namespace && o.GetName() != st.Spec.Namespace.Name
	})
}

// place sets the namespace, unless the object has another, and the instance labels, on the
// object and on the pods it makes. The labels are a new map: that of a component of one's own
// may be its selector as well.
func (st *Stack) place(o Object, instance map[string]string) {
	if o.GetNamespace() == "" && !st.IsClusterScoped(o.GetObjectKind().GroupVersionKind().GroupKind()) {
		o.SetNamespace(st.Spec.Namespace.Name)
	}
	metas := []metav1.Object{o}
	if cron, ok := o.(*batchv1.CronJob); ok {
		metas = append(metas, &cron.Spec.JobTemplate)
	}
	if t := PodTemplateOf(o); t != nil {
		metas = append(metas, t)
	}
	if rc, ok := o.(*corev1.ReplicationController); ok && rc.Spec.Template != nil {
		metas = append(metas, rc.Spec.Template)
	}
	for _, m := range metas {
		m.SetLabels(Merged(m.GetLabels(), instance))
	}
}

// Merged returns the entries of two maps, b's where both have the key.
func Merged(a, b map[string]string) map[string]string {
	all := make(map[string]string, len(a)+len(b))
	maps.Copy(all, a)
	maps.Copy(all, b)
	return all
}

// nameByContent ends a Job's name in the hash of its spec, so that a new
// content is a new Job (a Job's template cannot be changed) and the same content
// the same Job (a second apply does nothing).
func nameByContent(job *batchv1.Job) {
	hash := confighash.Value(&job.Spec)
	job.Name += "-" + hash
	job.Annotations = Merged(job.Annotations, map[string]string{AnnotationContentHash: hash})
}
