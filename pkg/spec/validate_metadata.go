package spec

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
)

// longestStackName leaves room in a Service's 63 characters for what is
// appended.
const longestStackName = 40

func validateMetadata(r *report, s *DjangoStack) {
	r.stackName(s.Metadata.Name)
	r.labels("metadata.labels", s.Metadata.Labels)
	for _, key := range sorted.Keys(s.Metadata.Labels) {
		if slices.Contains(reservedLabels, key) {
			r.forbidden("metadata.labels"+segment(key), "is set on every object already; choose another label")
		}
		r.textKey("metadata.labels"+segment(key), key)
	}
}

func (r *report) stackName(name string) {
	switch {
	case name == "":
		r.missing("metadata.name", "write the stack's name, such as shop")
	case len(validation.IsDNS1035Label(name)) > 0:
		r.invalid("metadata.name", "%q cannot begin the names of objects; write lower-case letters, digits and dashes, "+
			"a letter first", name)
	case len(name) > longestStackName:
		r.invalid("metadata.name", "%d characters are too long, since the names of objects begin with it; write at most %d",
			len(name), longestStackName)
	}
}

// reservedLabels are those that selectors go by.
var reservedLabels = []string{
	"app.kubernetes.io/name", "app.kubernetes.io/component",
	"app.kubernetes.io/instance", "app.kubernetes.io/managed-by",
}

func (r *report) labels(path string, labels map[string]string) {
	for _, key := range sorted.Keys(labels) {
		if len(validation.IsQualifiedName(key)) > 0 {
			r.invalid(path+segment(key), "%q is no label; write one such as team or example.com/team", key)
		} else if value := labels[key]; len(validation.IsValidLabelValue(value)) > 0 {
			r.invalid(path+segment(key), "%q is no label's value; write at most 63 letters, digits, dashes, "+
				"dots and underscores", value)
		}
	}
}

func validateNamespace(r *report, s *DjangoStack) {
	const path = "spec.namespace.name"
	switch name := s.Spec.Namespace.Name; {
	case name == "":
		return
	case len(name) > validation.DNS1123LabelMaxLength:
		r.invalid(path, "%q is longer than the %d characters of a namespace; write a shorter one",
			name, validation.DNS1123LabelMaxLength)
	case !isLabel(name):
		r.invalid(path, "%q is no namespace; write lower-case letters, digits and dashes, at most 63 of them", name)
	case name == "default" && *s.Spec.Namespace.Create:
		r.warn(path, "this namespace is everybody's, and Pod Security \"restricted\" would hold for all in it; write "+
			"another, or create: false beside it")
	case strings.HasPrefix(name, "kube-"):
		r.invalid(path, "%q belongs to Kubernetes itself; choose another namespace", name)
	}
}

// environmentName checks the name of an environment, which becomes a folder and
// part of a namespace.
func (r *report) environmentName(name string) {
	r.name("spec.environments"+segment(name), name)
}
