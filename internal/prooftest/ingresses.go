package prooftest

import (
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// ingresses proves that what comes in ends somewhere: each path of an Ingress leads to a port
// of a Service among the objects, no two of a host are the same, and the policy of the pods
// behind it lets something in from outside.
func (p *proof) ingresses() {
	ports := map[string]bool{}
	for _, o := range p.objects {
		if s, ok := o.(*corev1.Service); ok {
			for _, port := range s.Spec.Ports {
				ports[s.Name+":"+port.Name] = true
			}
		}
	}
	entered := map[string]bool{} // components with a way in
	for _, w := range p.stack.Workloads {
		entered[p.stack.ObjectName(w.Component)] = len(w.Ingress) > 0
	}
	taken := map[string]bool{}
	for _, o := range p.objects {
		ingress, ok := o.(*networkingv1.Ingress)
		if !ok || ingress.Labels["app.kubernetes.io/managed-by"] == "" {
			continue
		}
		for _, rule := range ingress.Spec.Rules {
			for _, path := range rule.HTTP.Paths {
				service := path.Backend.Service
				if !ports[service.Name+":"+service.Port.Name] {
					p.failf("%s: no Service %s has a port %s", nameOf(ingress), service.Name, service.Port.Name)
				}
				if !entered[service.Name] {
					p.failf("%s: nothing is let into %s", nameOf(ingress), service.Name)
				}
				key := rule.Host + " " + path.Path + " " + string(*path.PathType)
				if taken[key] {
					p.failf("%s: %s is there twice", nameOf(ingress), key)
				}
				taken[key] = true
			}
		}
	}
}
