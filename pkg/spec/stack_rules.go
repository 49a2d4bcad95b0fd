package spec

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/bounds"
)

// longestStackName leaves room for what is appended: names of objects that are too long
// for their kind end in a hash instead, which nobody reads.
const longestStackName = 40

func validateMetadata(r *report, s *DjangoStack) {
	r.stackName(s.Metadata.Name)
}

func (r *report) stackName(name string) {
	switch {
	case name == "":
		r.missing("metadata.name", "write the stack's name, such as shop")
	case len(validation.IsDNS1035Label(name)) > 0:
		r.invalid("metadata.name", "%q must be a name that the names of objects can begin with; write lower-case letters, "+
			"digits and dashes, a letter first", name)
	case len(name) > longestStackName:
		r.invalid("metadata.name", "must have at most %[2]d characters and has %[1]d, since the names of objects begin "+
			"with it; write a shorter name",
			len(name), longestStackName)
	default:
		r.portable("metadata.name", name)
	}
}

func validateNamespace(r *report, s *DjangoStack) {
	r.podSecurity(s.Spec.Namespace)
	const path = "spec.namespace.name"
	switch name := s.Spec.Namespace.Name; {
	case name == "":
		return
	case len(name) > bounds.Name("Namespace"):
		r.invalid(path, "%q must have at most %d characters; write a shorter name",
			name, bounds.Name("Namespace"))
	case !isLabel(name):
		r.invalid(path, "%q must be the name of a namespace; write lower-case letters, digits and dashes, at most 63 of them",
			name)
	case name == "default" && *s.Spec.Namespace.Create:
		r.warn(path, "this namespace is shared, and Pod Security \"restricted\" would apply to everything in it; write "+
			"another, or set create: false")
	case strings.HasPrefix(name, "kube-"):
		r.invalid(path, "%q must not begin with kube-, which belongs to Kubernetes itself; choose another namespace", name)
	}
}

// podSecurity warns of a namespace that takes pods which restricted does not.
func (r *report) podSecurity(ns Namespace) {
	const path = "spec.namespace.podSecurity"
	switch {
	case ns.PodSecurity != "" && !*ns.Create:
		r.forbidden(path, "has no effect with create: false, since whoever makes the namespace says what it enforces; "+
			"remove it")
	case ns.PodSecurity == PodSecurityBaseline, ns.PodSecurity == PodSecurityPrivileged:
		r.warn(path, "the namespace takes pods that run as root, and all others that %s allows; write restricted, unless a "+
			"pod cannot do without", ns.PodSecurity)
	}
}

// environmentName checks the name of an environment, which becomes a folder and
// part of a namespace.
func (r *report) environmentName(name string) {
	path := "spec.environments" + segment(name)
	r.name(path, name)
	r.portable(path, name)
}
