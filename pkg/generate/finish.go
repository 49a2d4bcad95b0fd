package generate

import (
	"maps"
	"reflect"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/confighash"
	"github.com/djangostack/djangostack/internal/scope"
)

// InstanceLabels are what an environment's objects and pods carry beside the
// labels of the base.
func (st *Stack) InstanceLabels() map[string]string {
	return map[string]string{LabelInstance: shorten(st.Name+"-"+st.Environment, bounds.Label)}
}

// Finish turns objects as [Stack.Build] makes them into what is applied:
// namespace and instance labels set, ConfigMaps named by their content and every
// reference to them rewritten, Jobs named by what they run, and the names of these where
// a ConfigMap of fixed name says which are wanted, all in the order of [ApplyOrder]. The
// objects given are left as they are; the new ones share with them what did not change.
func (st *Stack) Finish(drafts []Object) []Object {
	objects := make([]Object, len(drafts))
	renamed := newNames{}
	for i, draft := range drafts {
		objects[i] = ownMeta(draft)
		if cm, ok := objects[i].(*corev1.ConfigMap); ok && !keepsName(cm) {
			renamed[cm.Name] = confighash.Name(cm)
			cm.Name = renamed[cm.Name]
		}
	}
	instance := instanceLabels{st.InstanceLabels(), map[uintptr]addition{}}
	accounts := accountNames(objects)
	jobs := newNames{}
	for _, o := range objects {
		renamed.in(o)
		st.place(o, instance)
		st.bindSubjects(o, accounts)
		if job, ok := o.(*batchv1.Job); ok {
			plain := job.Name
			nameByContent(job)
			jobs[plain] = job.Name
		}
	}
	for _, o := range objects {
		if cm, ok := o.(*corev1.ConfigMap); ok && keepsName(cm) {
			cm.Data = jobs.inData(cm.Data)
		}
	}
	sortObjects(objects)
	return objects
}

// keepsName reports a ConfigMap whose name is the same whatever it holds.
func keepsName(cm *corev1.ConfigMap) bool { return cm.Annotations[AnnotationFixedName] != "" }

// ownMeta copies an object as deep as Finish changes it in place: its metadata,
// and of a workload the spec. An object that keeps its metadata elsewhere is
// copied whole.
func ownMeta(o Object) Object {
	from := reflect.ValueOf(o).Elem()
	if from.Kind() != reflect.Struct {
		return o.DeepCopyObject().(Object)
	}
	meta := from.FieldByName("ObjectMeta")
	if !meta.IsValid() || meta.Type() != reflect.TypeFor[metav1.ObjectMeta]() {
		return o.DeepCopyObject().(Object)
	}
	to := reflect.New(from.Type())
	to.Elem().Set(from)
	return to.Interface().(Object)
}

// place sets the namespace and the instance labels, on the object and on the
// pods it makes.
func (st *Stack) place(o Object, instance instanceLabels) {
	if !scope.IsCluster(o.GetObjectKind().GroupVersionKind().ToAPIVersionAndKind()) {
		o.SetNamespace(st.Spec.Namespace.Name)
	}
	metas := []metav1.Object{o}
	if cron, ok := o.(*batchv1.CronJob); ok {
		metas = append(metas, &cron.Spec.JobTemplate)
	}
	if t := podTemplate(o); t != nil {
		metas = append(metas, t)
	}
	if rc, ok := o.(*corev1.ReplicationController); ok && rc.Spec.Template != nil {
		own := *rc.Spec.Template // of all templates the only one that objects may share
		rc.Spec.Template = &own
		metas = append(metas, &own)
	}
	for _, m := range metas {
		m.SetLabels(instance.with(m.GetLabels()))
	}
}

// instanceLabels adds labels to those that objects share: the result is shared by
// the same objects.
type instanceLabels struct {
	own  map[string]string
	made map[uintptr]addition // by the place of the map they were added to
}

// addition keeps the map it was made of: another could get its place in memory.
type addition struct{ from, all map[string]string }

func (l instanceLabels) with(labels map[string]string) map[string]string {
	key := reflect.ValueOf(labels).Pointer()
	known, ok := l.made[key]
	if !ok {
		known = addition{labels, union(labels, l.own)}
		l.made[key] = known
	}
	return known.all
}

// union has the entries of two maps, b's where both have the key.
func union(a, b map[string]string) map[string]string {
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
	job.Annotations = union(job.Annotations, map[string]string{AnnotationContentHash: hash})
}
