package prooftest

import (
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// media proves that uploads are wherever the project's code runs, and that pods
// which have to share a node can: each asks for a node with the others and is one
// of those itself, new ones start beside old ones, and nothing keeps the last of
// them from leaving a node that is drained.
func (p *proof) media() {
	m := p.stack.Spec.Media
	for _, t := range p.templates {
		pod := t.pod.Spec
		for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
			if m != nil && m.Volume != nil && p.runsProject(c) && !mountsAt(c, m.Root) {
				p.failf("%s, container %s: no uploads at %s", t.owner, c.Name, m.Root)
			}
		}
		if together := asksForItself(t.pod); together != p.ofOneNode(pod) {
			p.failf("%s is kept on one node: %t, and mounts a volume of one: %t", t.owner, together, p.ofOneNode(pod))
		}
	}
	p.mayLeave()
}

// ofOneNode reports whether a pod mounts a volume that only one node at a time can mount.
func (p *proof) ofOneNode(pod corev1.PodSpec) bool {
	m := p.stack.Spec.Media
	return slices.ContainsFunc(pod.Volumes, func(v corev1.Volume) bool {
		if v.PersistentVolumeClaim == nil {
			return false // servers mount claims of their own
		}
		name, shared := strings.CutPrefix(v.Name, "volume-")
		if shared {
			return p.stack.Spec.Volumes[name].AccessMode == spec.ReadWriteOnce
		}
		return v.Name == "media" && m.Volume.AccessMode == spec.ReadWriteOnce
	})
}

// mayLeave: a new pod starts while the old one serves, and a drain is not held up.
func (p *proof) mayLeave() {
	for _, o := range p.objects {
		switch o := o.(type) {
		case *appsv1.Deployment:
			rolls := o.Spec.Strategy.Type == appsv1.RollingUpdateDeploymentStrategyType
			if o.Labels[stack.LabelComponent] == "web" && p.ofOneNode(o.Spec.Template.Spec) && !rolls {
				p.failf("Deployment %s ends the old pod before it starts the new one", o.Name)
			}
		case *policyv1.PodDisruptionBudget:
			for _, t := range p.matching(o.Spec.Selector.MatchLabels) {
				if p.ofOneNode(t.pod.Spec) {
					p.failf("PodDisruptionBudget %s keeps %s on the node of its volume", o.Name, t.owner)
				}
			}
		}
	}
}

// runsProject: every process of the project has its settings.
func (p *proof) runsProject(c corev1.Container) bool {
	return slices.ContainsFunc(c.EnvFrom, func(from corev1.EnvFromSource) bool {
		return from.ConfigMapRef != nil && (from.ConfigMapRef.Name == p.stack.ObjectName("release") ||
			strings.HasPrefix(from.ConfigMapRef.Name, p.stack.ObjectName("env")+"-"))
	})
}

func mountsAt(c corev1.Container, path string) bool {
	return slices.ContainsFunc(c.VolumeMounts, func(m corev1.VolumeMount) bool {
		return m.MountPath == path && !m.ReadOnly
	})
}

// asksForItself reports whether a pod asks for the node of pods that mount a volume like
// itself. What a user asks for besides is no matter.
func asksForItself(pod *corev1.PodTemplateSpec) bool {
	if pod.Spec.Affinity == nil || pod.Spec.Affinity.PodAffinity == nil {
		return false
	}
	terms := pod.Spec.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution
	return slices.ContainsFunc(terms, func(term corev1.PodAffinityTerm) bool {
		selector, err := metav1.LabelSelectorAsSelector(term.LabelSelector)
		return err == nil && selector.Matches(labels.Set(pod.Labels)) && term.TopologyKey == corev1.LabelHostname &&
			strings.Contains(selector.String(), "volumes.djangostack.dev/")
	})
}
