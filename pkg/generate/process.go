package generate

import (
	"fmt"
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// process is one container of the stack's own image: what differs between web,
// worker, beat, migration and cron. The environment, files, media volume and
// security are the same for all.
type process struct {
	name      string
	command   []string
	ports     []corev1.ContainerPort
	env       []corev1.EnvVar
	mounts    []corev1.VolumeMount
	resources spec.Resources
	probes    probes
	lifecycle *corev1.Lifecycle
}

// probes are a container's three checks, ready made.
type probes struct{ startup, readiness, liveness *corev1.Probe }

// project is what the containers of the stack's image have in common.
type project struct {
	image   string
	envFrom []corev1.EnvFromSource
	// mounts are those of the project's files and its writable paths, volumes what
	// is behind them.
	mounts  []corev1.VolumeMount
	volumes []corev1.Volume
	// retry is how a command is tried again, in front of it.
	retry []string
	// waiting is the init container of all that waits for migrations.
	waiting []corev1.Container
}

func (st *Stack) resolveProject() {
	st.project = project{
		image:   st.image(),
		envFrom: st.envFrom(),
		mounts:  st.projectMounts(),
		volumes: st.projectVolumes(),
		retry:   []string{"sh", "-c", st.retryScript(), "retry"},
	}
	st.project.waiting = st.waiting()
}

// container makes p's container.
func (st *Stack) container(p process) corev1.Container {
	return corev1.Container{
		Name:            p.name,
		Image:           st.project.image,
		ImagePullPolicy: corev1.PullPolicy(st.Spec.Image.PullPolicy),
		Command:         p.command,
		WorkingDir:      st.Spec.Django.WorkingDir,
		Ports:           p.ports,
		EnvFrom:         st.project.envFrom,
		Env:             append(slices.Clip(st.Vars), st.unlessGiven(p.env)...),
		Resources:       resources(p.resources),
		VolumeMounts:    withRoom(1, st.project.mounts, p.mounts),
		StartupProbe:    p.probes.startup,
		ReadinessProbe:  p.probes.readiness,
		LivenessProbe:   p.probes.liveness,
		Lifecycle:       p.lifecycle,
	}
}

// unlessGiven is a process' own environment without what the user sets for all
// processes: that wins, and one name must not stand there twice.
func (st *Stack) unlessGiven(env []corev1.EnvVar) []corev1.EnvVar {
	return slices.DeleteFunc(slices.Clone(env), func(v corev1.EnvVar) bool {
		_, plain := st.Spec.Django.Env[v.Name]
		_, secret := st.Spec.Django.SecretEnv[v.Name]
		return plain || secret
	})
}

// image is the stack's image, by digest where there is one.
func (st *Stack) image() string {
	i := st.Spec.Image
	ref := string(i.Repository)
	if i.Tag != "" {
		ref += ":" + i.Tag
	}
	if i.Digest != "" {
		ref += "@" + i.Digest
	}
	return ref
}

// projectMounts are the mounts every process of the stack's image has: the
// project's files and its writable paths.
func (st *Stack) projectMounts() []corev1.VolumeMount {
	var mounts []corev1.VolumeMount
	dj := st.Spec.Django
	for _, p := range sorted.Keys(dj.Files) {
		file := dj.Files[p]
		volume, key := "files", fileKey(p)
		if file.SecretKey != nil {
			volume, key = secretVolume(file.SecretKey.Secret), file.SecretKey.Key
		}
		mounts = append(mounts, corev1.VolumeMount{Name: volume, MountPath: p, SubPath: key, ReadOnly: true})
	}
	for i, p := range dj.WritablePaths {
		mounts = append(mounts, corev1.VolumeMount{Name: writableVolume(i), MountPath: path.Clean(p)})
	}
	return mounts
}

// projectVolumes are the volumes behind [Stack.projectMounts].
func (st *Stack) projectVolumes() []corev1.Volume {
	var volumes []corev1.Volume
	dj := st.Spec.Django
	plain, secrets := false, map[string]bool{}
	for _, file := range dj.Files {
		if file.SecretKey == nil {
			plain = true
		} else {
			secrets[file.SecretKey.Secret] = true
		}
	}
	if plain {
		volumes = append(volumes, configVolume("files", st.ObjectName("files")))
	}
	for _, name := range sorted.Keys(secrets) {
		volumes = append(volumes, corev1.Volume{Name: secretVolume(name), VolumeSource: corev1.VolumeSource{
			Secret: &corev1.SecretVolumeSource{SecretName: name, DefaultMode: new(int32(0o440))},
		}})
	}
	for i := range dj.WritablePaths {
		volumes = append(volumes, scratch(writableVolume(i)))
	}
	return volumes
}

// secretVolume names the volume of a Secret in the letters a volume may have. A name
// with dots ends in its hash: with dashes for them it may be another Secret's.
func secretVolume(secret string) string {
	name := "secret-" + strings.ReplaceAll(secret, ".", "-")
	if strings.Contains(secret, ".") {
		name += "-" + hashOf(secret)
	}
	return shorten(name, longestName)
}

func writableVolume(i int) string { return fmt.Sprintf("writable-%d", i) }

// waiting is the init container that holds a pod back until the database has
// every migration the pod's code knows. It asks Django itself, so that the
// answer means what the code means, and gives up after the migration's own
// time so that the reason shows. Without --plan Django would go on to send
// post_migrate, which writes content types and permissions, from every pod at
// once.
func (st *Stack) waiting() []corev1.Container {
	if !*st.Spec.Migrate.Enabled {
		return nil
	}
	c := st.container(process{
		name:      "wait-for-migrations",
		command:   st.retry(st.manage("migrate", "--check", "--plan")),
		resources: st.Spec.Migrate.Resources,
	})
	c.VolumeMounts = slices.Clip(c.VolumeMounts) // each pod adds to a copy of its own
	return []corev1.Container{c}
}

// manage is a management command.
func (st *Stack) manage(args ...string) []string {
	return slices.Concat(st.Spec.Django.Manage, args)
}

// retry runs a command until it succeeds, for as long as a migration may take.
// What it prints last is in the log. The pauses double up to eight seconds:
// each try loads all of Django, and many pods may wait for one migration. A shell
// that is process 1 obeys SIGTERM only if it says so, and not while it waits for a
// command in the foreground: without both, the pods of a release that is taken
// back would wait out their whole grace period.
func (st *Stack) retry(command []string) []string { return slices.Concat(st.project.retry, command) }

func (st *Stack) retryScript() string {
	return fmt.Sprintf(`trap 'exit 143' TERM
deadline=$(($(date +%%s) + %d))
pause=1
until "$@" & wait "$!"; do
  [ "$(date +%%s)" -lt "$deadline" ] || exit 1
  sleep "$pause" & wait "$!"
  [ "$pause" -ge 8 ] || pause=$((pause * 2))
done
`, st.Spec.Migrate.Timeout.Seconds())
}

// djangoPod is the pod of a process that serves or works: it waits for the
// release's migrations and sees the uploaded files.
func (st *Stack) djangoPod(component string, p process) Pod {
	if st.hasMediaVolume() {
		p.mounts = append(p.mounts, corev1.VolumeMount{Name: mediaVolume, MountPath: st.Spec.Media.Root})
	}
	out := st.setupPod(component, p)
	out.Init = slices.Clone(st.project.waiting)
	if st.hasMediaVolume() {
		out.Volumes = append(out.Volumes, st.mediaVolume())
	}
	return out
}

// withRoom is a list of its own for what the lists have, and for some more.
func withRoom[T any](more int, lists ...[]T) []T {
	n := more
	for _, list := range lists {
		n += len(list)
	}
	all := make([]T, 0, n)
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// setupPod is the pod of a process that prepares a release: it waits for nothing
// by itself and keeps off the media volume, which another node may hold.
func (st *Stack) setupPod(component string, p process) Pod {
	return Pod{
		Component:  component,
		User:       int64(st.Spec.Django.User),
		Containers: []corev1.Container{st.container(p)},
		Volumes:    withRoom(3, st.project.volumes), // media, Celery's launcher, scratch
		Grace:      30,
	}
}
