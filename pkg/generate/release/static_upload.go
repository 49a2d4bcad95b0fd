package release

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// StaticUpload fills the bucket static files are served from.
var StaticUpload = stack.Component{Name: "static", Publish: publishStatic, Objects: staticObjects}

const staticName = "static-upload"

func publishStatic(st *stack.Stack) error {
	if st.Spec.Static.Mode != spec.StaticBucket {
		return nil
	}
	w := django.Workload(st, staticName, 1, uploadOptions(st))
	w.Once = true
	st.Publish(w)
	return nil
}

// uploadOptions are those of the migrations, with the resources of what prepares static
// files.
func uploadOptions(st *stack.Stack) *spec.PodOptions {
	o := st.Spec.Migrate.PodOptions
	o.Resources = st.Spec.Static.Resources
	return &o
}

func staticObjects(st *stack.Stack) ([]stack.Object, error) {
	if st.Spec.Static.Mode != spec.StaticBucket {
		return nil, nil
	}
	// Of two uploads at once, the older might write its manifest last.
	upload := django.Container(st, django.Process{
		Name:    staticName,
		Command: onceWanted(st, staticName, st.Spec.Static.Upload, uploadLock),
		Env:     django.JobVars(),
		Mounts:  []corev1.VolumeMount{django.LauncherMount(), wantedMount()},
	})
	return []stack.Object{releaseJob(st, django.Pod(st, staticName, upload))}, nil
}
