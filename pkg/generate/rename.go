package generate

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
)

// newNames are the names of ConfigMaps or Jobs, and what their content makes of them.
type newNames map[string]string

// inData is a ConfigMap's data with the names of Jobs where it says which are wanted.
func (n newNames) inData(data map[string]string) map[string]string {
	out := maps.Clone(data)
	for key, name := range data {
		if to, ok := n[name]; ok && strings.HasPrefix(key, wantedVariable) {
			out[key] = to
		}
	}
	return out
}

// in rewrites the references of one object, where kustomize looks for them.
func (n newNames) in(o Object) {
	if pod := podSpec(o); pod != nil {
		n.inPod(pod)
	}
	switch o := o.(type) {
	case *networkingv1.Ingress:
		n.inIngress(o)
	case *rbacv1.Role:
		o.Rules, _ = changed(o.Rules, n.inRule)
	case *rbacv1.ClusterRole:
		o.Rules, _ = changed(o.Rules, n.inRule)
	}
}

func (n newNames) inRule(rule *rbacv1.PolicyRule) bool {
	names, changes := changed(rule.ResourceNames, func(name *string) bool {
		to, ok := n[*name]
		if ok {
			*name = to
		}
		return ok
	})
	rule.ResourceNames = names
	return changes
}

// inPod rewrites every reference to a renamed ConfigMap. Lists and what they
// point to are copied first: other pods may share them.
func (n newNames) inPod(pod *corev1.PodSpec) {
	pod.Volumes, _ = changed(pod.Volumes, n.inVolume)
	pod.InitContainers, _ = changed(pod.InitContainers, n.inContainer)
	pod.Containers, _ = changed(pod.Containers, n.inContainer)
}

// changed is list with change made to its elements, a list of its own where
// there is any.
func changed[T any](list []T, change func(*T) bool) (_ []T, any bool) {
	out := list
	for i := range list {
		item := list[i]
		if !change(&item) {
			continue
		}
		if !any {
			out, any = slices.Clone(list), true
		}
		out[i] = item
	}
	return out, any
}

func (n newNames) inVolume(v *corev1.Volume) bool {
	renamed := rename(n, &v.ConfigMap, func(cm *corev1.ConfigMapVolumeSource) *string { return &cm.Name })
	if v.Projected == nil {
		return renamed
	}
	sources, changes := changed(v.Projected.Sources, n.inProjection)
	if changes {
		projected := *v.Projected
		projected.Sources = sources
		v.Projected = &projected
	}
	return renamed || changes
}

func (n newNames) inProjection(p *corev1.VolumeProjection) bool {
	return rename(n, &p.ConfigMap, func(cm *corev1.ConfigMapProjection) *string { return &cm.Name })
}

func (n newNames) inContainer(c *corev1.Container) bool {
	var from, env bool
	c.EnvFrom, from = changed(c.EnvFrom, n.inEnvFrom)
	c.Env, env = changed(c.Env, n.inEnv)
	return from || env
}

func (n newNames) inEnvFrom(source *corev1.EnvFromSource) bool {
	return rename(n, &source.ConfigMapRef, func(ref *corev1.ConfigMapEnvSource) *string { return &ref.Name })
}

func (n newNames) inEnv(v *corev1.EnvVar) bool {
	if v.ValueFrom == nil || v.ValueFrom.ConfigMapKeyRef == nil {
		return false
	}
	source := *v.ValueFrom
	if !rename(n, &source.ConfigMapKeyRef, func(ref *corev1.ConfigMapKeySelector) *string { return &ref.Name }) {
		return false
	}
	v.ValueFrom = &source
	return true
}

// fastCGIParams names a ConfigMap; kustomize renames it there as in pods.
const fastCGIParams = "nginx.ingress.kubernetes.io/fastcgi-params-configmap"

func (n newNames) inIngress(in *networkingv1.Ingress) {
	if to, ok := n[in.Annotations[fastCGIParams]]; ok {
		in.Annotations = union(in.Annotations, map[string]string{fastCGIParams: to})
	}
}

// rename puts a copy with the new name in the place of a reference, if it has
// one.
func rename[T any](n newNames, ref **T, name func(*T) *string) bool {
	if *ref == nil {
		return false
	}
	to, ok := n[*name(*ref)]
	if !ok {
		return false
	}
	own := **ref
	*name(&own) = to
	*ref = &own
	return true
}
