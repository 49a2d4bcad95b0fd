package web

import (
	"fmt"
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

// staticFiles are the init container that puts the static files where their server finds
// them: a copy of the image's own for nginx, or for either server what collectstatic finds
// as the pod starts.
func staticFiles(st *stack.Stack) []corev1.Container {
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
