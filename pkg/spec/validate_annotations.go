package spec

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
)

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
func isAnnotations(name string) bool { return name == "annotations" || name == "serviceAnnotations" }

// annotations checks a map of annotations, wherever it stands: the walk over all values
// calls it for each field of that name.
func (r *report) annotations(path string, annotations map[string]string) {
	for _, key := range sorted.Keys(annotations) {
		at, value := path+segment(key), annotations[key]
		if len(validation.IsQualifiedName(strings.ToLower(key))) > 0 {
			r.invalid(at, "%q is not an annotation; write one such as example.com/owner", key)
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
