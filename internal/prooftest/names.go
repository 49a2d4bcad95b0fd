package prooftest

import (
	"slices"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// names proves that every object has a name that its kind may have, that no two share
// one, and that labels, containers and volumes have those that the API server takes.
func (p *proof) names() {
	seen := map[string]bool{}
	for _, o := range p.objects {
		kind, name := o.GetObjectKind().GroupVersionKind().Kind, o.GetName()
		if longest := bounds.Name(kind); len(name) > longest {
			p.failf("%s: %d characters, and a %s may have %d", nameOf(o), len(name), kind, longest)
		}
		valid := validation.IsDNS1123Subdomain
		if kind == "Service" {
			valid = validation.IsDNS1035Label
		}
		if wrong := valid(name); len(wrong) > 0 {
			p.failf("%s: %v", nameOf(o), wrong)
		}
		if seen[nameOf(o)] {
			p.failf("%s is there twice", nameOf(o))
		}
		seen[nameOf(o)] = true
		p.labels(nameOf(o), o.GetLabels())
	}
	for _, t := range p.templates {
		p.labels(t.owner, t.pod.Labels)
		parts := []string{}
		for _, c := range slices.Concat(t.pod.Spec.InitContainers, t.pod.Spec.Containers) {
			parts = append(parts, c.Name)
		}
		for _, v := range t.pod.Spec.Volumes {
			parts = append(parts, v.Name)
		}
		for _, name := range parts {
			if wrong := validation.IsDNS1123Label(name); len(wrong) > 0 {
				p.failf("%s: container or volume %s: %v", t.owner, name, wrong)
			}
		}
	}
}

func (p *proof) labels(owner string, labels map[string]string) {
	for _, key := range sorted.Keys(labels) {
		wrong := append(validation.IsQualifiedName(key), validation.IsValidLabelValue(labels[key])...)
		if len(wrong) > 0 {
			p.failf("%s: label %s: %s: %v", owner, key, labels[key], wrong)
		}
	}
}

// bindings proves that what clients connect to in the stack has a Service.
func (p *proof) bindings(needs func(by, kind, name string)) {
	for _, b := range p.stack.Bindings {
		if b.Component != "" && !isOfManifest(b.Component) {
			needs("binding "+b.Component, "Service", p.stack.ObjectName(b.Component))
		}
	}
}

// references proves that what objects call each other by name is there: autoscalers
// their workloads, Ingresses and bindings their Services, containers their ConfigMaps.
func (p *proof) references() {
	there := map[string]bool{}
	for _, o := range p.objects {
		there[nameOf(o)] = true
	}
	needs := func(owner, kind, name string) {
		if !there[kind+" "+name] {
			p.failf("%s: no %s %s", owner, kind, name)
		}
	}
	for _, o := range p.objects {
		switch o := o.(type) {
		case *autoscalingv2.HorizontalPodAutoscaler:
			needs(nameOf(o), o.Spec.ScaleTargetRef.Kind, o.Spec.ScaleTargetRef.Name)
		case *networkingv1.Ingress:
			for _, rule := range o.Spec.Rules {
				for _, path := range rule.HTTP.Paths {
					needs(nameOf(o), "Service", path.Backend.Service.Name)
				}
			}
		case *corev1.ConfigMap:
			if o.Annotations[stack.AnnotationFixedName] != "" {
				p.wantedJobs(o, needs)
			}
		}
	}
	p.bindings(needs)
	given := map[string]bool{}
	for _, o := range p.options() {
		for _, name := range existingConfigMaps(o) {
			given[name] = true
		}
	}
	for _, t := range p.templates {
		for _, name := range configMapsOf(t.pod.Spec) {
			if !given[name] {
				needs(t.owner, "ConfigMap", name)
			}
		}
	}
}

// existingConfigMaps are those that a user names: they exist in the cluster.
func existingConfigMaps(o *spec.PodOptions) []string {
	sources := o.EnvFrom.ConfigMaps
	for _, c := range o.InitContainers {
		sources = append(slices.Clip(sources), c.EnvFrom.ConfigMaps...)
	}
	for _, c := range o.Sidecars {
		sources = append(slices.Clip(sources), c.EnvFrom.ConfigMaps...)
	}
	var names []string
	for _, source := range sources {
		names = append(names, source.Name)
	}
	for _, v := range o.Volumes {
		if v.ConfigMap != nil {
			names = append(names, v.ConfigMap.Name)
		}
	}
	return names
}

// wantedJobs are those that the release's ConfigMap names.
func (p *proof) wantedJobs(cm *corev1.ConfigMap, needs func(owner, kind, name string)) {
	for _, t := range p.templates {
		for _, v := range t.pod.Spec.Volumes {
			if v.ConfigMap == nil || v.ConfigMap.Name != cm.Name {
				continue
			}
			for _, item := range v.ConfigMap.Items {
				needs(nameOf(cm)+", "+item.Key, "Job", cm.Data[item.Key])
			}
		}
	}
}

// configMapsOf are the names of those that containers have their environment from.
func configMapsOf(pod corev1.PodSpec) []string {
	var names []string
	for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
		for _, from := range c.EnvFrom {
			if from.ConfigMapRef != nil {
				names = append(names, from.ConfigMapRef.Name)
			}
		}
		for _, v := range c.Env {
			if v.ValueFrom != nil && v.ValueFrom.ConfigMapKeyRef != nil {
				names = append(names, v.ValueFrom.ConfigMapKeyRef.Name)
			}
		}
	}
	return names
}
