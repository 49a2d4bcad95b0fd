package stack

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
)

// newNames are the names of ConfigMaps or Jobs, and what their content makes of them.
type newNames map[string]string

// rename puts the new name in the place of a reference, if it has one.
func (n newNames) rename(reference *string) {
	if to, ok := n[*reference]; ok {
		*reference = to
	}
}

// WantedVariable and a component in capitals are the key under which a ConfigMap of fixed
// name has the name of that component's Job.
const WantedVariable = "DJANGOSTACK_JOB_"

// inData rewrites the names of Jobs where a ConfigMap's data say which are wanted.
func (n newNames) inData(data map[string]string) {
	for key, name := range data {
		if to, ok := n[name]; ok && strings.HasPrefix(key, WantedVariable) {
			data[key] = to
		}
	}
}

// in rewrites the references of one object, where kustomize looks for them.
func (n newNames) in(o Object) {
	if pod := PodSpecOf(o); pod != nil {
		n.inPod(pod)
	}
	switch o := o.(type) {
	case *networkingv1.Ingress:
		if to, ok := n[o.Annotations[fastCGIParams]]; ok {
			o.Annotations[fastCGIParams] = to
		}
	case *rbacv1.Role:
		n.inRules(o.Rules)
	case *rbacv1.ClusterRole:
		n.inRules(o.Rules)
	}
}

// fastCGIParams names a ConfigMap; kustomize renames it there as in pods.
const fastCGIParams = "nginx.ingress.kubernetes.io/fastcgi-params-configmap"

func (n newNames) inRules(rules []rbacv1.PolicyRule) {
	for _, rule := range rules {
		for i := range rule.ResourceNames {
			n.rename(&rule.ResourceNames[i])
		}
	}
}

func (n newNames) inPod(pod *corev1.PodSpec) {
	for _, v := range pod.Volumes {
		n.inVolume(v.VolumeSource)
	}
	for _, list := range [][]corev1.Container{pod.InitContainers, pod.Containers} {
		for i := range list {
			n.inContainer(&list[i])
		}
	}
}

func (n newNames) inVolume(v corev1.VolumeSource) {
	if v.ConfigMap != nil {
		n.rename(&v.ConfigMap.Name)
	}
	if v.Projected == nil {
		return
	}
	for _, source := range v.Projected.Sources {
		if source.ConfigMap != nil {
			n.rename(&source.ConfigMap.Name)
		}
	}
}

func (n newNames) inContainer(c *corev1.Container) {
	for _, source := range c.EnvFrom {
		if source.ConfigMapRef != nil {
			n.rename(&source.ConfigMapRef.Name)
		}
	}
	for _, v := range c.Env {
		if v.ValueFrom != nil && v.ValueFrom.ConfigMapKeyRef != nil {
			n.rename(&v.ValueFrom.ConfigMapKeyRef.Name)
		}
	}
}
