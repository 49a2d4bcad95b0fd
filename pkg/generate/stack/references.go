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

// replaceIn rewrites the references of one object.
func (n hashedNames) replaceIn(o Object) { eachReference(o, n.replace) }

// eachReference visits the names of ConfigMaps that an object refers to, where kustomize looks
// for them.
func eachReference(o Object, visit func(name *string)) {
	if pod := PodSpecOf(o); pod != nil {
		referencesOfPod(pod, visit)
	}
	switch o := o.(type) {
	case *networkingv1.Ingress:
		if name, ok := o.Annotations[fastCGIParams]; ok {
			to := name
			if visit(&to); to != name {
				o.Annotations[fastCGIParams] = to
			}
		}
	case *rbacv1.Role:
		referencesOfRules(o.Rules, visit)
	case *rbacv1.ClusterRole:
		referencesOfRules(o.Rules, visit)
	}
}

// fastCGIParams names a ConfigMap; kustomize renames it there as in pods.
const fastCGIParams = "nginx.ingress.kubernetes.io/fastcgi-params-configmap"

func referencesOfRules(rules []rbacv1.PolicyRule, visit func(name *string)) {
	for _, rule := range rules {
		for i := range rule.ResourceNames {
			visit(&rule.ResourceNames[i])
		}
	}
}

func referencesOfPod(pod *corev1.PodSpec, visit func(name *string)) {
	for _, v := range pod.Volumes {
		referencesOfVolume(v.VolumeSource, visit)
	}
	for _, list := range [][]corev1.Container{pod.InitContainers, pod.Containers} {
		for i := range list {
			referencesOfContainer(&list[i], visit)
		}
	}
}

func referencesOfVolume(v corev1.VolumeSource, visit func(name *string)) {
	if v.ConfigMap != nil {
		visit(&v.ConfigMap.Name)
	}
	if v.Projected == nil {
		return
	}
	for _, source := range v.Projected.Sources {
		if source.ConfigMap != nil {
			visit(&source.ConfigMap.Name)
		}
	}
}

func referencesOfContainer(c *corev1.Container, visit func(name *string)) {
	for _, source := range c.EnvFrom {
		if source.ConfigMapRef != nil {
			visit(&source.ConfigMapRef.Name)
		}
	}
	for _, v := range c.Env {
		if v.ValueFrom != nil && v.ValueFrom.ConfigMapKeyRef != nil {
			visit(&v.ValueFrom.ConfigMapKeyRef.Name)
		}
	}
}
