package data

import (
	"path"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	dataVolume   = "data"
	configFiles  = "config"
	debianUser   = 999
	mebibyte     = 1 << 20
	hourOfChecks = 720
)

// server is a database, cache or broker server in the stack, which has always one pod. Its
// fields are what differs between engines.
//
// There is no disruption budget. Over a single pod it would either allow
// everything or block every drain of its node for ever.
type server struct {
	component string
	engine    string
	image     spec.ImageRef
	replicas  spec.OneOrNone
	user      int64
	port      int32
	command   []string
	args      []string
	env       []corev1.EnvVar
	mounts    []corev1.VolumeMount
	volumes   []corev1.Volume
	scratch   []string
	config    *configFile
	storage   *spec.Storage
	options   *spec.PodOptions
	probes    stack.Probes
	bindings  []stack.Binding
}

// configFile is a file that a server reads as it starts.
type configFile struct{ path, content string }

func (f *configFile) name() string { return path.Base(f.path) }

// serverComponent is the component of one engine, of which a stack may have
// several servers.
func serverComponent(name string, servers func(*stack.Stack) []server) stack.Component {
	return stack.Component{
		Name: name,
		Publish: func(st *stack.Stack) error {
			for _, b := range servers(st) {
				st.Publish(stack.Workload{
					Component: b.component,
					Image:     b.image,
					Ports:     map[string]int32{b.engine: b.port},
					Replicas:  int32(b.replicas),
					Options:   b.options,
				})
				for _, binding := range b.bindings {
					st.Bind(binding)
				}
			}
			return nil
		},
		Objects: func(st *stack.Stack) ([]stack.Object, error) {
			var objects []stack.Object
			for _, b := range servers(st) {
				objects = append(objects, serverObjects(st, b)...)
			}
			return objects, nil
		},
	}
}

// serverObjects are a Service under the component's name, the host the
// bindings tell, and a StatefulSet with its volume, or a Deployment where nothing
// is kept.
func serverObjects(st *stack.Stack, b server) []stack.Object {
	objects := []stack.Object{st.PortService(b.component, b.engine, b.port)}
	if b.config != nil {
		objects = append(objects, &corev1.ConfigMap{
			ObjectMeta: st.Meta(b.component),
			Data:       map[string]string{b.config.name(): b.config.content},
		})
	}
	if b.storage != nil {
		pod := serverPod(st, b)
		pod.Volumes = append(pod.Volumes, stack.ClaimVolume(dataVolume, st.ObjectName(b.component)))
		return append(objects, st.HeadlessService(b.component, b.engine, b.port),
			st.Claim(b.component, *b.storage, corev1.ReadWriteOnce), st.StatefulSet(pod, int32(b.replicas)))
	}
	// A cache's new pod is up before the old one goes: Django's backends raise
	// where a cache is gone, and two half-filled ones for a moment do no harm.
	pod, scale := serverPod(st, b), stack.FixedScale(b.replicas)
	return append(objects, st.Deployment(pod, scale, appsv1.RollingUpdateDeploymentStrategyType))
}

func serverPod(st *stack.Stack, b server) stack.Pod {
	mounts, volumes := b.mounts, b.volumes
	for _, folder := range b.scratch {
		name := "scratch-" + path.Base(folder)
		mounts = append(mounts, corev1.VolumeMount{Name: name, MountPath: folder})
		volumes = append(volumes, stack.ScratchVolume(name))
	}
	if b.config != nil {
		mounts = append(mounts, corev1.VolumeMount{
			Name: configFiles, MountPath: b.config.path, SubPath: b.config.name(), ReadOnly: true,
		})
		volumes = append(volumes, stack.ConfigMapVolume(configFiles, st.ObjectName(b.component)))
	}
	return stack.Pod{
		Component: b.component,
		User:      b.user,
		Containers: []corev1.Container{{
			Name:           b.engine,
			Image:          string(b.image),
			Command:        b.command,
			Args:           b.args,
			Env:            b.env,
			Ports:          []corev1.ContainerPort{{Name: b.engine, ContainerPort: b.port, Protocol: corev1.ProtocolTCP}},
			VolumeMounts:   mounts,
			StartupProbe:   b.probes.Startup,
			ReadinessProbe: b.probes.Readiness,
			LivenessProbe:  b.probes.Liveness,
		}},
		Volumes: volumes,
	}
}

// patient are the probes of a server that may have to recover its data first:
// an hour to start, and two minutes without any answer before a restart, since a
// restart means recovering once more.
func patient(ready, alive corev1.ProbeHandler) stack.Probes {
	return stack.Probes{
		Startup:   stack.Check(ready, 5, 5, hourOfChecks),
		Readiness: stack.Check(ready, 10, 5, 3),
		Liveness:  stack.Check(alive, 15, 10, 8),
	}
}

// quick are the probes of a server that keeps nothing.
func quick(ready, alive corev1.ProbeHandler) stack.Probes {
	return stack.Probes{
		Readiness: stack.Check(ready, 5, 5, 3),
		Liveness:  stack.Check(alive, 10, 5, 6),
	}
}

// percent is a part of an amount of memory or disk, in bytes.
func percent(part int64, of *resource.Quantity) int64 { return of.Value() * part / 100 }
