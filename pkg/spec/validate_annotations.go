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
		r.delivery(at, key, value)
		r.textKey(at, key)
		r.textValue(at, value)
	}
}

// delivery refuses what takes an object out of the release it belongs to: how objects
// are delivered is decided for each of them by the components, which know what must not
// be deleted and what waits for what.
func (r *report) delivery(at, key, value string) {
	switch key {
	case "argocd.argoproj.io/hook", "argocd.argoproj.io/hook-delete-policy", "helm.sh/hook", "helm.sh/hook-delete-policy":
		r.invalid(at, "makes the object a hook, which Argo CD deletes and creates again; remove it")
	case "argocd.argoproj.io/sync-options":
		for option := range strings.SplitSeq(value, ",") {
			if option = strings.TrimSpace(option); option == "Replace=true" || option == "Force=true" {
				r.invalid(at, "%s lets Argo CD delete the object and create it again, even a volume with its data; "+
					"remove it", option)
			}
		}
	case "kustomize.toolkit.fluxcd.io/force":
		if strings.EqualFold(value, "enabled") || strings.EqualFold(value, "true") {
			r.invalid(at, "lets Flux delete the object and create it again, even a volume with its data; remove it")
		}
	case "kubectl.kubernetes.io/last-applied-configuration":
		r.invalid(at, "is written and read by kubectl itself; remove it")
	case "argocd.argoproj.io/sync-wave":
		r.warn(at, "changes the order in which a release is delivered; remove it, unless all objects of the "+
			"application have it")
	}
}
