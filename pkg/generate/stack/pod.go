package stack

import (
	"cmp"
	"maps"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	tmpVolume = "tmp"
	// ScratchPath is where all containers may write.
	ScratchPath  = spec.ScratchPath
	hostTopology = "kubernetes.io/hostname"
)

// tmpMount is where all containers have the volume at /tmp.
var tmpMount = corev1.VolumeMount{Name: tmpVolume, MountPath: ScratchPath}

// Pod is what differs from one set of pods to the next. The rest is the same for
// all: Pod Security "restricted", a ServiceAccount without token, no service
// links, a scratch volume at /tmp over a read-only root, and what the user says of the
// pods, the Options of the [Workload].
type Pod struct {
	// Component the pods belong to, as published.
	Component string
	// User is the uid; zero leaves it to the image. Group is the gid, by default the
	// same number. Volumes are of that group, or of 1000 where it is the image's.
	User, Group int64
	// Init containers and Containers, the component's own first. They all get the same
	// security context, in the place of one of their own, and /tmp. A sidecar is among Init
	// with restartPolicy Always: among Containers it would keep a Job from ending.
	Init, Containers []corev1.Container
	// WritableRoot lets the component's own container write to the filesystem of its image.
	WritableRoot bool
	// Labels and Annotations of the pods beside those that all pods have. A label of the
	// stack's own keeps its value.
	Labels, Annotations map[string]string
	// Volumes beside the one at /tmp.
	Volumes []corev1.Volume
	// Grace is the time to end in, in seconds, if the workload's Options do not say it.
	Grace int64
	// Wait is for how many seconds its init containers may hold it back.
	Wait int64
	// Restart policy; empty is Always.
	Restart corev1.RestartPolicy
	// Spread is the number of pods; more than one are put on different nodes and
	// zones as far as there are.
	Spread int32
}

// PodTemplate makes the template of p's pods. It takes p's containers and volumes over:
// another template needs new ones.
func (st *Stack) PodTemplate(p Pod) corev1.PodTemplateSpec {
	o := st.optionsOf(p.Component)
	configure(&p, o)
	st.addVolumes(&p, o)
	addContainers(&p, o)
	st.extend(&p)
	for n, list := range [][]corev1.Container{p.Init, p.Containers} {
		for i := range list {
			security := containerSecurity()
			if n == 0 {
				userSecurity(security, o, list[i].Name)
			}
			list[i].SecurityContext = security
			list[i].VolumeMounts = append(list[i].VolumeMounts, tmpMount)
		}
	}
	if p.WritableRoot && len(p.Containers) > 0 {
		p.Containers[0].SecurityContext.ReadOnlyRootFilesystem = new(false)
	}
	if o.GracePeriod != nil {
		p.Grace = o.GracePeriod.Seconds()
	}
	spec := corev1.PodSpec{
		ServiceAccountName:            cmp.Or(o.ServiceAccount.Name, st.ObjectName(p.Component)),
		AutomountServiceAccountToken:  new(false),
		EnableServiceLinks:            new(false),
		SecurityContext:               st.podSecurity(p),
		InitContainers:                p.Init,
		Containers:                    p.Containers,
		RestartPolicy:                 p.Restart,
		TerminationGracePeriodSeconds: &p.Grace,
		Volumes:                       append(p.Volumes, tmp(o.TmpSize)),
	}
	for _, name := range st.Spec.Image.PullSecrets {
		spec.ImagePullSecrets = append(spec.ImagePullSecrets, corev1.LocalObjectReference{Name: name})
	}
	if p.Spread > 1 {
		spec.TopologySpreadConstraints = st.spread(p.Component, o.Scheduling)
	}
	schedule(&spec, o.Scheduling)
	spec.HostAliases = hostAliases(o.HostAliases)
	labels, annotations := st.podLabels(p.Component, o.Labels), maps.Clone(st.Metadata.Annotations)
	if len(p.Labels) > 0 {
		labels = Merged(p.Labels, labels)
	}
	annotations = annotated(annotated(annotations, p.Annotations), o.Annotations)
	t := corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: labels, Annotations: annotations},
		Spec:       spec,
	}
	st.keepTogether(&t)
	return t
}

// podSecurity is Pod Security "restricted" under the pod's user. Volumes take the
// group only where they do not have it yet: a large one would take minutes. On
// OpenShift a namespace has users and groups of its own, and pods take these.
func (st *Stack) podSecurity(p Pod) *corev1.PodSecurityContext {
	security := &corev1.PodSecurityContext{
		RunAsNonRoot:        new(true),
		FSGroupChangePolicy: new(corev1.FSGroupChangeOnRootMismatch),
		SeccompProfile:      &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
	if st.Spec.Platform == spec.PlatformOpenShift {
		return security
	}
	group := cmp.Or(p.Group, p.User)
	if p.User != 0 {
		security.RunAsUser = &p.User
	}
	if group != 0 {
		security.RunAsGroup = &group
	}
	security.FSGroup = new(cmp.Or(group, volumeGroup))
	return security
}

// volumeGroup is the group of volumes where nothing is known of the user: every
// process of the pod is in it.
const volumeGroup int64 = 1000

func containerSecurity() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false),
		ReadOnlyRootFilesystem:   new(true),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
	}
}

// spread puts pods on different nodes, zones and the like. Each release is spread
// by itself: old pods on their way out do not count.
func (st *Stack) spread(component string, s spec.Scheduling) []corev1.TopologySpreadConstraint {
	over := s.TopologySpread
	if over == nil {
		over = spec.CustomarySpread()
	}
	var constraints []corev1.TopologySpreadConstraint
	for _, one := range over {
		constraints = append(constraints, corev1.TopologySpreadConstraint{
			MaxSkew:           one.MaxSkew,
			TopologyKey:       one.TopologyKey,
			WhenUnsatisfiable: corev1.UnsatisfiableConstraintAction(one.WhenUnsatisfiable),
			LabelSelector:     &metav1.LabelSelector{MatchLabels: st.Selector(component)},
			MatchLabelKeys:    []string{"pod-template-hash"},
		})
	}
	return constraints
}

func schedule(pod *corev1.PodSpec, s spec.Scheduling) {
	pod.NodeSelector = maps.Clone(s.NodeSelector)
	pod.PriorityClassName = s.PriorityClass
	pod.Affinity = affinity(s.Affinity)
	for _, t := range s.Tolerations {
		pod.Tolerations = append(pod.Tolerations, corev1.Toleration{
			Key:               t.Key,
			Operator:          corev1.TolerationOperator(t.Operator),
			Value:             t.Value,
			Effect:            corev1.TaintEffect(t.Effect),
			TolerationSeconds: copied(t.Seconds),
		})
	}
}

// tmp is the volume at /tmp.
func tmp(size *resource.Quantity) corev1.Volume {
	if size == nil {
		return ScratchVolume(tmpVolume)
	}
	return EmptyDir(tmpVolume, size)
}

var scratchSize = resource.MustParse("1Gi")

// ScratchVolume returns a volume that lives and dies with the pod, of at most 1 GiB: a
// node evicts the pod that fills it, not its neighbours.
func ScratchVolume(name string) corev1.Volume { return EmptyDir(name, &scratchSize) }

// EmptyDir returns a volume that lives and dies with the pod; a size of nil is that of the node.
func EmptyDir(name string, size *resource.Quantity) corev1.Volume {
	volume := corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}
	if size != nil {
		volume.EmptyDir.SizeLimit = new(size.DeepCopy())
	}
	return volume
}

// SharedMemory names the volume at /dev/shm, where a container runtime gives 64 MiB.
const SharedMemory = "shm"

// InMemory returns a volume in the pod's memory.
func InMemory(name string, size *resource.Quantity) corev1.Volume {
	volume := EmptyDir(name, size)
	volume.EmptyDir.Medium = corev1.StorageMediumMemory
	return volume
}

// ConfigMapVolume returns a volume of a ConfigMap.
func ConfigMapVolume(name, configMap string) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{
		ConfigMap: &corev1.ConfigMapVolumeSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: configMap},
		},
	}}
}

// ResourceRequirements returns a container's, as Kubernetes writes them.
func ResourceRequirements(r spec.Resources) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: resourceList(r.Requests),
		Limits:   resourceList(r.Limits),
	}
}

func resourceList(r spec.ResourceList) corev1.ResourceList {
	var all corev1.ResourceList
	for _, one := range []struct {
		name   corev1.ResourceName
		amount *resource.Quantity
	}{
		{corev1.ResourceCPU, r.CPU},
		{corev1.ResourceMemory, r.Memory},
		{corev1.ResourceEphemeralStorage, r.EphemeralStorage},
	} {
		if one.amount == nil {
			continue
		}
		if all == nil {
			all = corev1.ResourceList{}
		}
		all[one.name] = one.amount.DeepCopy()
	}
	return all
}
