package krm

import (
	"go.yaml.in/yaml/v3"
)

type severity string

const (
	severityError   severity = "error"
	severityWarning severity = "warning"
	severityInfo    severity = "info"
)

// result is one entry of a ResourceList's results. Kpt shows and stores them;
// kustomize drops them.
type result struct {
	Message  string            `yaml:"message"`
	Severity severity          `yaml:"severity"` // always written: the specification and kyaml differ in the default
	Resource *reference        `yaml:"resourceRef,omitempty"`
	Field    *fieldPath        `yaml:"field,omitempty"`
	File     *file             `yaml:"file,omitempty"`
	Tags     map[string]string `yaml:"tags,omitempty"`

	text string // the same for people
}

type reference struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"`
	Name       string `yaml:"name"`
	Namespace  string `yaml:"namespace,omitempty"`
}

type fieldPath struct {
	Path string `yaml:"path"`
}

type file struct {
	Path  string `yaml:"path"`
	Index int    `yaml:"index"`
}

type results []result

func (r results) failed() bool { return r.errors() > 0 }

func (r results) errors() int {
	n := 0
	for _, one := range r {
		if one.Severity == severityError {
			n++
		}
	}
	return n
}

func referenceTo(n *yaml.Node) reference {
	return reference{
		APIVersion: text(n, "apiVersion"),
		Kind:       text(n, "kind"),
		Name:       text(n, "metadata", "name"),
		Namespace:  text(n, "metadata", "namespace"),
	}
}
