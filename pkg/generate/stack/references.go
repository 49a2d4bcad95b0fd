package stack

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
)

// hashedNames are the names of ConfigMaps or Jobs, and what their content makes of them.
type hashedNames map[string]string

// replace puts the new name in the place of a reference, if it has one.
func (n hashedNames) replace(reference *string) {
	if to, ok := n[*reference]; ok {
		*reference = to
	}
}

// WantedVariable and a component in capitals are the key under which a ConfigMap of fixed
// name has the name of that component's Job.
const WantedVariable = "DJANGOSTACK_JOB_"

// replaceInData rewrites the names of Jobs where a ConfigMap's data say which are wanted.
func (n hashedNames) replaceInData(data map[string]string) {
	for key, name := range data {
		if to, ok := n[name]; ok && strings.HasPrefix(key, WantedVariable) {
			data[key] = to
		}
	}
}

// replaceIn rewrites the references of one object, where kustomize looks for them.
func (n hashedNames) replaceIn(o Object) {
	if pod := PodSpecOf(o); pod != nil {
		n.replaceInPod(pod)
	}
	switch o := o.(type) {
	case *networkingv1.Ingress:
		if to, ok := n[o.Annotations[fastCGIParams]]; ok {
			o.Annotations[fastCGIParams] = to
		}
	case *rbacv1.Role:
		n.replaceInRules(o.Rules)
	case *rbacv1.ClusterRole:
		n.replaceInRules(o.Rules)
	}
}

// fastCGIParams names a ConfigMap; kustomize renames it there as in pods.
const fastCGIParams = "nginx.ingress.kubernetes.io/fastcgi-params-configmap"

func (n hashedNames) replaceInRules(rules []rbacv1.PolicyRule) {
	for _, rule := range rules {
		for i := range rule.ResourceNames {
			n.replace(&rule.ResourceNames[i])
		}
	}
}

func (n hashedNames) replaceInPod(pod *corev1.PodSpec) {
	for _, v := range pod.Volumes {
		n.replaceInVolume(v.VolumeSource)
	}
	for _, list := range [][]corev1.Container{pod.InitContainers, pod.Containers} {
		for i := range list {
			n.replaceInContainer(&list[i])
		}
	}
}

func (n hashedNames) replaceInVolume(v corev1.VolumeSource) {
	if v.ConfigMap != nil {
		n.replace(&v.ConfigMap.Name)
	}
	if v.Projected == nil {
		return
	}
	for _, source := range v.Projected.Sources {
		if source.ConfigMap != nil {
			n.replace(&source.ConfigMap.Name)
		}
	}
}

func (n hashedNames) replaceInContainer(c *corev1.Container) {
	for _, source := range c.EnvFrom {
		if source.ConfigMapRef != nil {
			n.replace(&source.ConfigMapRef.Name)
		}
	}
	for _, v := range c.Env {
		if v.ValueFrom != nil && v.ValueFrom.ConfigMapKeyRef != nil {
			n.replace(&v.ValueFrom.ConfigMapKeyRef.Name)
		}
	}
}
