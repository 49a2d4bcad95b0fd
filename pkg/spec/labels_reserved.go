package spec

import (
	"slices"
	"strings"
)

// reservedLabels are those that selectors go by.
var reservedLabels = []string{
	"app.kubernetes.io/name", "app.kubernetes.io/component",
	"app.kubernetes.io/instance", "app.kubernetes.io/managed-by",
}

// bareLabels are labels without a domain that the controllers of Deployments,
// StatefulSets and Jobs give their pods (kubernetes.io, "Well-Known Labels, Annotations
// and Taints").
var bareLabels = []string{
	"controller-revision-hash", "controller-uid", "job-name", "pod-template-generation", "pod-template-hash",
}

// labelOwner is who gives objects a label of that key, "" where that may be the user.
// The domains of Kubernetes are reserved for its own components (kubernetes.io, "Labels
// and Selectors"), but for app.kubernetes.io, which is for everybody.
func labelOwner(key string) string {
	domain, _, qualified := strings.Cut(key, "/")
	switch {
	case slices.Contains(reservedLabels, key), inDomain(domain, "djangostack.dev"):
		return "the stack"
	case !qualified && slices.Contains(bareLabels, key), key == "kubernetes.io/metadata.name":
		return "Kubernetes"
	case !qualified, domain == "app.kubernetes.io":
		return ""
	case inDomain(domain, "kubernetes.io"), inDomain(domain, "k8s.io"):
		return "Kubernetes"
	case domain == "argocd.argoproj.io":
		return "Argo CD"
	default:
		return ""
	}
}

// inDomain reports whether a domain is another or lies in it.
func inDomain(domain, outer string) bool {
	return domain == outer || strings.HasSuffix(domain, "."+outer)
}

// reservedAnnotation is a row of what no annotation of the user's may say.
type reservedAnnotation struct {
	// keys are whole keys; one that ends in a slash is all of a domain.
	keys []string
	// values are those that do harm, alone or in a list with commas; none: any value.
	values []string
	// but is the only harmless value.
	but string
	// in is the only field in which it means something; the rules of that field check it.
	in string
	// why is what is wrong, remedy what to do if it is not to remove the line.
	why, remedy string
}

const recreated = "and create it again, even a volume with its data"

// reservedAnnotations take an object out of the release it belongs to, overrule what
// keeps volumes, or are of Kubernetes' own components. How objects are delivered is
// decided for each of them by the components of the stack, which know what must not be
// deleted and what waits for what.
var reservedAnnotations = []reservedAnnotation{
	// argo-cd.readthedocs.io, "Resource Hooks", "Sync Options", "Resource Tracking"
	{
		keys: []string{
			"argocd.argoproj.io/hook", "argocd.argoproj.io/hook-delete-policy", "helm.sh/hook", "helm.sh/hook-delete-policy",
		},
		why: "makes the object a hook, which Argo CD deletes and creates again",
	},
	{
		keys: []string{"argocd.argoproj.io/sync-options"}, values: []string{"Replace=true", "Force=true"},
		why: "lets Argo CD delete the object " + recreated,
	},
	{
		keys: []string{"argocd.argoproj.io/sync-options"}, values: []string{"Prune=true", "Delete=true"},
		why: "lets Argo CD delete a volume with its data",
	},
	{keys: []string{"argocd.argoproj.io/tracking-id"}, why: "is written and read by Argo CD itself"},
	// fluxcd.io, "Kustomization", Controlling the apply behavior of resources
	{
		keys: []string{"kustomize.toolkit.fluxcd.io/force"}, values: []string{"enabled", "true"},
		why: "lets Flux delete the object " + recreated,
	},
	{
		keys: []string{"kustomize.toolkit.fluxcd.io/reconcile"}, values: []string{"disabled"},
		why: "keeps Flux from applying the object",
	},
	{
		keys: []string{"kustomize.toolkit.fluxcd.io/ssa"}, values: []string{"IfNotPresent", "Ignore"},
		why: "keeps Flux from updating the object",
	},
	{
		keys: []string{"kustomize.toolkit.fluxcd.io/prune"}, but: "disabled",
		why: "has no effect, since Flux deletes no volume and by default all else",
	},
	// kubernetes-sigs/cli-utils, pkg/common, which is what kpt live goes by
	{
		keys: []string{"client.lifecycle.config.k8s.io/deletion"}, but: "detach",
		why: "has no effect, since kpt deletes no volume and by default all else",
	},
	// carvel.dev, kapp, "Apply options"
	{
		keys: []string{"kapp.k14s.io/update-strategy"}, values: []string{"always-replace", "fallback-on-replace"},
		why: "lets kapp delete the object " + recreated,
	},
	{
		keys: []string{"kubectl.kubernetes.io/last-applied-configuration", "applyset.kubernetes.io/"},
		why:  "is written and read by kubectl itself",
	},
	// Only of an Ingress (kubernetes.io, "Ingress", Deprecated annotation).
	{
		keys: []string{IngressClassAnnotation}, in: ingressAnnotations,
		why: "is the class of an Ingress, which has a field", remedy: "write expose.ingress.class",
	},
	// kubernetes.io, "Well-Known Labels, Annotations and Taints". A claim that is marked
	// as bound and is not is lost for good.
	{
		keys: []string{
			"pv.kubernetes.io/", "volume.kubernetes.io/", "volume.beta.kubernetes.io/", "deployment.kubernetes.io/",
			"batch.kubernetes.io/", "control-plane.alpha.kubernetes.io/",
			"kubernetes.io/config.mirror", "kubernetes.io/config.hash", "kubernetes.io/config.seen",
			"kubernetes.io/config.source", "kubernetes.io/limit-ranger",
		},
		why: "is written and read by Kubernetes itself",
	},
	{
		keys: []string{"controller.kubernetes.io/pod-deletion-cost"},
		why:  "is for single pods, and all of them would have the same",
	},
	// The API server refuses a pod that has no container of that name, or that says
	// something else in its fields.
	{
		keys: []string{
			"container.apparmor.security.beta.kubernetes.io/", "container.seccomp.security.alpha.kubernetes.io/",
			"seccomp.security.alpha.kubernetes.io/",
		},
		why: "is for the containers of one pod; all pods have the profile RuntimeDefault",
	},
}

// concerns reports whether a row is about an annotation, and about which of the values
// in it, "" for any.
func (a reservedAnnotation) concerns(key, value string) (what string, found bool) {
	domain, _, _ := strings.Cut(key, "/")
	if !slices.Contains(a.keys, key) && !slices.Contains(a.keys, domain+"/") {
		return "", false
	}
	if len(a.values) == 0 {
		return "", a.but == "" || value != a.but
	}
	for one := range strings.SplitSeq(value, ",") {
		for _, harmful := range a.values {
			if strings.EqualFold(strings.TrimSpace(one), harmful) {
				return harmful + " ", true
			}
		}
	}
	return "", false
}

// reservedAnnotation checks one annotation against the table.
func (r *report) reservedAnnotation(at, key, value string) {
	for _, row := range reservedAnnotations {
		if what, found := row.concerns(key, value); found && (row.in == "" || at != row.in+segment(key)) {
			r.invalid(at, "%s%s; %s", what, row.why, or(row.remedy, "remove it"))
		}
	}
	if key == "argocd.argoproj.io/sync-wave" {
		r.warn(at, "changes the order in which a release is delivered; remove it, unless all objects of the "+
			"application have it")
	}
}
