package spec

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
)

// isLabels reports whether a field of that name has labels.
func isLabels(name string) bool { return name == "labels" || name == "workloadLabels" }

// ownLabels checks labels that objects get, wherever they stand: the walk over all
// values calls it for each field of that name.
func (r *report) ownLabels(path string, labels map[string]string) {
	r.labels(path, labels)
	for _, key := range sorted.Keys(labels) {
		if owner := labelOwner(key); owner != "" {
			r.forbidden(path+segment(key), "is a label that %s itself sets; choose another label", owner)
		}
		r.textKey(path+segment(key), key)
	}
}

// labels checks the keys and values of labels.
func (r *report) labels(path string, labels map[string]string) {
	for _, key := range sorted.Keys(labels) {
		if len(validation.IsQualifiedName(key)) > 0 {
			r.invalid(path+segment(key), "%q must be the key of a label; write one such as team or example.com/team", key)
		} else if value := labels[key]; len(validation.IsValidLabelValue(value)) > 0 {
			r.invalid(path+segment(key), "%q must be the value of a label; write at most 63 letters, digits, dashes, dots and "+
				"underscores", value)
		}
	}
}

// toolDomains are those of annotations by which a file talks to the tools that read it.
// On an object they say something else, or wrong: config.kubernetes.io/local-config
// drops it, internal.config.kubernetes.io/previousNames makes kustomize panic,
// config.kubernetes.io/function runs a program.
var toolDomains = []string{
	"djangostack.dev", "config.kubernetes.io", "internal.config.kubernetes.io", "alpha.config.kubernetes.io",
	"config.k8s.io", "kustomize.config.k8s.io", "kpt.dev", "internal.kpt.dev",
}

// ForTools reports whether an annotation is meant for kustomize, kpt or this tool, and
// none of the objects' business. Those of the stack's own metadata reach no object;
// everywhere else they are refused.
func ForTools(annotation string) bool {
	domain, _, qualified := strings.Cut(annotation, "/")
	return qualified && slices.Contains(toolDomains, strings.ToLower(domain))
}

// isAnnotations reports whether a field of that name has annotations.
func isAnnotations(name string) bool {
	return name == "annotations" || name == "serviceAnnotations" || name == "workloadAnnotations"
}

// annotations checks a map of annotations, wherever it stands: the walk over all values
// calls it for each field of that name.
func (r *report) annotations(path string, annotations map[string]string) {
	for _, key := range sorted.Keys(annotations) {
		at, value := path+segment(key), annotations[key]
		if len(validation.IsQualifiedName(strings.ToLower(key))) > 0 {
			r.invalid(at, "%q must be the key of an annotation; write one such as example.com/owner", key)
		}
		if ForTools(key) && path != "metadata.annotations" {
			r.invalid(at, "is for kustomize, kpt or djangostack, which would drop or change the object; remove it, or write "+
				"it to metadata.annotations, which those tools read and which does not reach the objects")
		}
		r.reservedAnnotation(at, key, value)
		r.textKey(at, key)
		r.textValue(at, value)
	}
}
