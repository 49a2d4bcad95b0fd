package web

import (
	"fmt"
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	staticVolume    = "static"
	proxyStaticPath = spec.OwnPath + "/static"
)

// staticFiles are the init containers that put the static files where their server finds
// them: those of the project, and for nginx those of another image beside or instead of them.
func staticFiles(st *stack.Stack) []corev1.Container {
	if from := st.Spec.Static.From; from != nil && copiesStatic(st) {
		other := filesFrom(st, *from)
		if from.Into == "" {
			return other
		}
		return append(projectFiles(st), other...)
	}
	return projectFiles(st)
}

// filesFrom are the init container that copies the files of another image.
func filesFrom(st *stack.Stack, from spec.StaticFrom) []corev1.Container {
	return []corev1.Container{{
		Name:         "static-from",
		Image:        string(from.Image),
		Command:      stack.LiteralCommand(copyCommand(from.Path, path.Join(proxyStaticPath, from.Into))),
		Resources:    stack.ResourceRequirements(st.Spec.Static.Resources),
		VolumeMounts: []corev1.VolumeMount{{Name: staticVolume, MountPath: proxyStaticPath}},
	}}
}

// projectFiles are the init container with the project's own: a copy of the image's for nginx,
// or for either server what collectstatic finds as the pod starts.
func projectFiles(st *stack.Stack) []corev1.Container {
	static := st.Spec.Static
	prepare := django.Process{
		Name:      "static",
		Command:   copyCommand(static.Root, proxyStaticPath),
		Mounts:    []corev1.VolumeMount{{Name: staticVolume, MountPath: proxyStaticPath}},
		Resources: static.Resources,
	}
	switch {
	case collectsStatic(st):
		prepare.Command = django.Manage(st, "collectstatic", "--noinput")
		prepare.Mounts = []corev1.VolumeMount{{Name: staticVolume, MountPath: static.Root}}
	case !copiesStatic(st):
		return nil
	}
	return []corev1.Container{django.Container(st, prepare)}
}

// addStatic gives the web server's pod the volume of static files. What is collected as the
// pod starts the web server may write too: an image's own entrypoint may collect once more.
func addStatic(st *stack.Stack, p *stack.Pod) {
	static := st.Spec.Static
	if !collectsStatic(st) && !copiesStatic(st) {
		return
	}
	if collectsStatic(st) {
		web := &p.Containers[0]
		web.VolumeMounts = append(web.VolumeMounts, corev1.VolumeMount{Name: staticVolume, MountPath: static.Root})
	}
	p.Volumes = append(p.Volumes, stack.EmptyDir(staticVolume, static.Size))
}

// collectsStatic reports whether the web server's pods collect the static files.
func collectsStatic(st *stack.Stack) bool {
	return st.Spec.Static.Collect == spec.CollectAtStart && st.Spec.Static.Mode != spec.StaticBucket
}

// copiesStatic says whether nginx serves static files from a copy of the
// image's own.
func copiesStatic(st *stack.Stack) bool {
	return st.Spec.Proxy != nil && st.Spec.Static.Mode == spec.StaticNginx
}

// copyCommand copies a folder's content, hidden files too, and for links what they
// lead to: the server of the copy has nothing else of the image (collectstatic --link).
// A link that leads nowhere is named, and the copy fails once all else is done.
func copyCommand(from, to string) []string {
	return []string{"cp", "-RL", fmt.Sprintf("%s/.", strings.TrimRight(from, "/")), to}
}
