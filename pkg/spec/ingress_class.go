package spec

import (
	"slices"
	"strings"
)

// controllerOf is the controller that a class is customarily of, "" where nobody can tell:
// MicroK8s' class public was nginx's and is Traefik's since 1.35. Who installs a second
// one names its class after it, as the controllers' own documentation does: nginx-internal,
// internal-nginx, nginx-f5-internal. The longest name says whose it is. Ours says that the
// namespace is that of the controller's manifests.
func controllerOf(class string) (_ IngressController, ours bool) {
	type match struct {
		length     int
		controller IngressController
	}
	var first, last match
	for name, c := range controllers {
		switch {
		case slices.Contains(c.classes, class):
			return name, true
		case slices.Contains(c.others, class) || class == string(name):
			return name, false
		case c.byAnnotation:
			continue
		}
		for _, known := range slices.Concat(c.classes, c.others) {
			if strings.HasPrefix(class, known+"-") && len(known) > first.length {
				first = match{len(known), name}
			}
			if strings.HasSuffix(class, "-"+known) && len(known) > last.length {
				last = match{len(known), name}
			}
		}
	}
	if first.length > 0 && last.length > 0 && first.controller != last.controller {
		return "", false
	}
	return or(first.controller, last.controller), false
}

// IngressClassAnnotation is how a class was told before Kubernetes 1.18 had
// spec.ingressClassName.
const IngressClassAnnotation = "kubernetes.io/ingress.class"

const ingressAnnotations = "spec.expose.ingress.annotations"

// class is the Ingress' class, and the path of the field that says it. Without one it is
// "", of the Ingress as a whole.
func (in *Ingress) class() (class, path string) {
	told, byAnnotation := in.Annotations[IngressClassAnnotation]
	switch {
	case in.Class != "":
		return in.Class, "spec.expose.ingress.class"
	case byAnnotation:
		return told, ingressAnnotations + segment(IngressClassAnnotation)
	default:
		return "", "spec.expose.ingress"
	}
}

// ReadsClass reports whether the controller goes by spec.ingressClassName, and not by the
// annotation kubernetes.io/ingress.class.
func (c IngressController) ReadsClass() bool { return !controllers[c].byAnnotation }

// ProbesByHost reports whether the controller makes a health check of its own from the
// readiness probe, which must have no header beside Host for that.
func (c IngressController) ProbesByHost() bool { return controllers[c].probesByHost }

// NamespaceLabel returns the label of the namespaces that the controller's requests come
// from, and "" if they are known by name or not at all.
func (c IngressController) NamespaceLabel() string { return controllers[c].namespaceLabel }

// AppendsOwnAddress reports whether the controller ends X-Forwarded-For with an address
// of its own, so that the client's is the last but one.
func (c IngressController) AppendsOwnAddress() bool { return controllers[c].appendsOwnAddress }

// Annotations returns what the controller has to be told on the Ingress and on the
// Service behind it.
func (c IngressController) Annotations(n IngressNeeds) (ingress, service map[string]string) {
	row := controllers[c]
	if row.ingress != nil {
		ingress = row.ingress(n)
	}
	if row.service != nil {
		service = row.service(n)
	}
	return ingress, service
}

// publishedCIDRs reports whether requests come from the ranges that the controller's
// documentation has, which are nobody's typing error.
func (in *Ingress) publishedCIDRs() bool {
	return slices.Equal(in.ControllerCIDRs, controllers[in.Controller].cidrs)
}

// Most returns what is enough for both.
func (n IngressNeeds) Most(other IngressNeeds) IngressNeeds {
	n.Seconds, n.Bytes = max(n.Seconds, other.Seconds), max(n.Bytes, other.Bytes)
	return n
}
