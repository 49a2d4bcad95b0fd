package generate

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// staticComponent fills the bucket static files are served from.
var staticComponent = Component{Name: "static", Publish: publishStatic, Objects: staticObjects}

const (
	staticName      = "static-upload"
	staticVolume    = "static"
	proxyStaticPath = spec.OwnPath + "/static"
)

func publishStatic(st *Stack) {
	if st.Spec.Static.Mode != spec.StaticBucket {
		return
	}
	w := st.projectWorkload(staticName, 1)
	w.Once = true
	st.Publish(w)
}

func staticObjects(st *Stack) []Object {
	if st.Spec.Static.Mode != spec.StaticBucket {
		return nil
	}
	// Of two uploads at once, the older might write its manifest last.
	upload := st.container(process{
		name:      staticName,
		command:   st.onceWanted(staticName, st.Spec.Static.Upload, uploadLock),
		env:       ownJob(),
		mounts:    []corev1.VolumeMount{launcherMount(), wantedMount()},
		resources: st.Spec.Static.Resources,
	})
	p := st.projectPod(staticName, upload)
	p.Tmp = st.Spec.Migrate.TmpSize
	return []Object{st.releaseJob(p)}
}

// addStatic puts the static files where their server finds them: a copy of the
// image's own for nginx, or for either server what collectstatic finds as the
// pod starts. Those the server may write too: an image's own entrypoint may collect
// them once more.
func (st *Stack) addStatic(p *Pod) {
	static := st.Spec.Static
	collects := static.Collect == spec.CollectAtStart && static.Mode != spec.StaticBucket
	if !collects && !st.copiesStatic() {
		return
	}
	prepare := process{
		name:      "static",
		command:   copyCommand(static.Root, proxyStaticPath),
		mounts:    []corev1.VolumeMount{{Name: staticVolume, MountPath: proxyStaticPath}},
		resources: st.Spec.Static.Resources,
	}
	if collects {
		prepare.command = st.manage("collectstatic", "--noinput")
		prepare.mounts = []corev1.VolumeMount{{Name: staticVolume, MountPath: static.Root}}
		web := &p.Containers[0]
		web.VolumeMounts = append(web.VolumeMounts, corev1.VolumeMount{Name: staticVolume, MountPath: static.Root})
	}
	p.Init = slices.Insert(p.Init, len(st.seeding()), st.container(prepare))
	p.Volumes = append(p.Volumes, emptyDir(staticVolume, static.Size))
}
