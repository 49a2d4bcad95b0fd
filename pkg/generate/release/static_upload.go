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
	o := jobOptions(st)
	o.Resources = st.Spec.Static.Resources
	w := django.Workload(st, staticName, 1, o)
	w.Once = true
	st.Publish(w)
	return nil
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
