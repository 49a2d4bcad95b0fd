package prooftest

import (
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// template is a pod template and what makes pods of it.
type template struct {
	owner string
	pod   *corev1.PodTemplateSpec
}

func nameOf(o stack.Object) string {
	return o.GetObjectKind().GroupVersionKind().Kind + " " + o.GetName()
}

func templates(objects []stack.Object) []template {
	var out []template
	for _, o := range objects {
		switch o := o.(type) {
		case *appsv1.Deployment:
			out = append(out, template{nameOf(o), &o.Spec.Template})
		case *appsv1.StatefulSet:
			out = append(out, template{nameOf(o), &o.Spec.Template})
		case *batchv1.Job:
			out = append(out, template{nameOf(o), &o.Spec.Template})
		case *batchv1.CronJob:
			out = append(out, template{nameOf(o), &o.Spec.JobTemplate.Spec.Template})
		}
	}
	return out
}

func (p *proof) matching(selector map[string]string) []template {
	return slices.DeleteFunc(slices.Clone(p.templates), func(t template) bool {
		return !labels.SelectorFromSet(selector).Matches(labels.Set(t.pod.Labels))
	})
}

// selectors proves the label algebra: each Service, disruption budget and
// workload selects the pods of exactly one workload, and no Job's or CronJob's;
// each policy those of its own component.
func (p *proof) selectors() {
	if len(p.templates) == 0 {
		p.failf("no workloads")
	}
	for _, o := range p.objects {
		switch o := o.(type) {
		case *corev1.Service:
			p.onlyLongRunning(nameOf(o), p.matching(o.Spec.Selector))
			p.portsExist(o)
		case *policyv1.PodDisruptionBudget:
			p.onlyLongRunning(nameOf(o), p.matching(o.Spec.Selector.MatchLabels))
		case *appsv1.Deployment:
			p.itself(nameOf(o), p.matching(o.Spec.Selector.MatchLabels))
		case *appsv1.StatefulSet:
			p.itself(nameOf(o), p.matching(o.Spec.Selector.MatchLabels))
		case *networkingv1.NetworkPolicy:
			p.policy(o)
		}
	}
}

func (p *proof) onlyLongRunning(name string, matched []template) {
	if len(matched) != 1 || strings.HasPrefix(matched[0].owner, "Job") || strings.HasPrefix(matched[0].owner, "CronJob") {
		p.failf("%s selects %v, want the pods of one Deployment or StatefulSet", name, owners(matched))
	}
}

func (p *proof) itself(name string, matched []template) {
	if len(matched) != 1 || matched[0].owner != name {
		p.failf("%s selects %v, want just its own pods", name, owners(matched))
	}
}

func (p *proof) portsExist(s *corev1.Service) {
	for _, port := range s.Spec.Ports {
		found := false
		for _, m := range p.matching(s.Spec.Selector) {
			for _, c := range m.pod.Spec.Containers {
				found = found || slices.ContainsFunc(c.Ports, func(p corev1.ContainerPort) bool {
					return port.TargetPort == intstr.FromString(p.Name)
				})
			}
		}
		if !found {
			p.failf("Service %s: no container port %s", s.Name, port.TargetPort.String())
		}
	}
}

// policy: the default-deny policy selects all pods of the stack, every other one
// those of its own component, of which a manifest may render none; peers are components of the
// stack.
func (p *proof) policy(policy *networkingv1.NetworkPolicy) {
	matched := p.matching(policy.Spec.PodSelector.MatchLabels)
	if policy.Labels[stack.LabelComponent] == "network" {
		if len(matched) != len(p.templates) {
			p.failf("NetworkPolicy %s selects %v, want every workload", policy.Name, owners(matched))
		}
		return
	}
	component := policy.Labels[stack.LabelComponent]
	if len(matched) == 0 && isOfManifest(component) {
		return
	}
	if len(matched) != 1 || matched[0].pod.Labels[stack.LabelComponent] != component {
		p.failf("NetworkPolicy %s selects %v, want its own component", policy.Name, owners(matched))
	}
	for _, peer := range peers(policy) {
		if peer.PodSelector == nil {
			continue
		}
		if len(p.matching(peer.PodSelector.MatchLabels)) == 0 {
			p.failf("NetworkPolicy %s: a peer selects nothing: %v", policy.Name, peer.PodSelector.MatchLabels)
		}
	}
}

func peers(p *networkingv1.NetworkPolicy) []networkingv1.NetworkPolicyPeer {
	var out []networkingv1.NetworkPolicyPeer
	for _, rule := range p.Spec.Ingress {
		out = append(out, rule.From...)
	}
	for _, rule := range p.Spec.Egress {
		out = append(out, rule.To...)
	}
	return out
}

func owners(all []template) []string {
	var names []string
	for _, t := range all {
		names = append(names, t.owner)
	}
	return names
}
