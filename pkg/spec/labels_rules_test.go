package spec

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/strict"
)

// TestAnnotationsAreChecked: the rule goes by the name of the field, and finds maps of
// text only. A field of another type would slip through.
func TestAnnotationsAreChecked(t *testing.T) {
	var found []string
	seen := map[*strict.Type]bool{}
	var walk func(d *strict.Type, path string)
	walk = func(d *strict.Type, path string) {
		if seen[d] {
			return
		}
		seen[d] = true
		for _, f := range d.Fields {
			at := path + "." + f.Name
			if strings.HasSuffix(strings.ToLower(f.Name), "annotations") {
				found = append(found, at)
				if !isAnnotations(f.Name) {
					t.Errorf("%s is not known to have annotations", at)
				}
				if f.Type.Go != reflect.TypeFor[map[string]string]() {
					t.Errorf("%s is a %s, which no rule looks into", at, f.Type.Go)
				}
			}
			if strings.HasSuffix(strings.ToLower(f.Name), "labels") && !isLabels(f.Name) && f.Name != "matchLabels" {
				t.Errorf("%s is not known to have labels", at)
			}
			walk(f.Type, at)
		}
		if d.Elem != nil {
			walk(d.Elem, path+".NAME")
		}
	}
	walk(plainStack(), "")
	for _, known := range []string{
		".metadata.annotations", ".spec.expose.ingress.annotations", ".spec.expose.ingress.serviceAnnotations", ".spec.expose.loadBalancer.annotations",
		".spec.django.serviceAccount.annotations",
	} {
		if !slices.Contains(found, known) {
			t.Errorf("%s is not among %q", known, found)
		}
	}
}

func TestForTools(t *testing.T) {
	for annotation, want := range map[string]bool{
		"config.kubernetes.io/local-config":                 true,
		"Config.Kubernetes.io/local-config":                 true,
		"internal.config.kubernetes.io/previousNames":       true,
		"kustomize.config.k8s.io/needs-hash":                true,
		"djangostack.dev/environment":                       true,
		"config.kubernetes.io":                              false,
		"config.kubernetes.io.example.com/x":                false,
		"client.lifecycle.config.k8s.io/deletion":           false,
		"nginx.ingress.kubernetes.io/proxy-body-size":       false,
		"service.beta.kubernetes.io/aws-load-balancer-type": false,
		"eks.amazonaws.com/role-arn":                        false,
	} {
		if got := ForTools(annotation); got != want {
			t.Errorf("%s: %v, want %v", annotation, got, want)
		}
	}
}

func TestReservedLabels(t *testing.T) {
	for _, tt := range []struct{ key, owner, reason string }{
		{"team", "", "anybody's"},
		{"example.com/team", "", "anybody's"},
		{"app.kubernetes.io/part-of", "", "recommended by Kubernetes for everybody"},
		{"kueue.x-k8s.io/queue-name", "", "of a project of its own domain"},
		{"notkubernetes.io/x", "", "ends alike"},
		{"app.kubernetes.io/instance", "the stack", "a selector"},
		{"uses.djangostack.dev/database-5432", "the stack", "a policy admits pods by it"},
		{"job-name", "Kubernetes", "a Job's controller refuses pods of another value"},
		{"batch.kubernetes.io/job-name", "Kubernetes", "a Job's controller refuses pods of another value"},
		{"batch.kubernetes.io/controller-uid", "Kubernetes", "the selector of a Job"},
		{"controller-uid", "Kubernetes", "the same of old"},
		{"pod-template-hash", "Kubernetes", "the selector of a ReplicaSet"},
		{"controller-revision-hash", "Kubernetes", "the revision of a StatefulSet"},
		{"apps.kubernetes.io/pod-index", "Kubernetes", "given to pods of a StatefulSet"},
		{"statefulset.kubernetes.io/pod-name", "Kubernetes", "given to pods of a StatefulSet"},
		{"service.kubernetes.io/service-proxy-name", "Kubernetes", "kube-proxy leaves the Service alone"},
		{"kubernetes.io/metadata.name", "Kubernetes", "the API server's, of a Namespace"},
		{"argocd.argoproj.io/instance", "Argo CD", "how it knows what is whose"},
	} {
		if got := labelOwner(tt.key); got != tt.owner {
			t.Errorf("%s, %s: of %q, want %q", tt.key, tt.reason, got, tt.owner)
		}
	}
}

// TestIngressClassAnnotation: it says the class of an Ingress, and nothing elsewhere.
func TestIngressClassAnnotation(t *testing.T) {
	for _, tt := range []struct {
		path    string
		refused bool
	}{
		{"metadata.annotations", true},
		{"spec.expose.ingress.annotations", false}, // beside class: examples/invalid/ingress.yaml
		{"spec.expose.ingress.serviceAnnotations", true},
		{"spec.expose.loadBalancer.annotations", true},
		{"spec.django.serviceAccount.annotations", true},
	} {
		r := &report{}
		r.annotations(tt.path, map[string]string{IngressClassAnnotation: "nginx"})
		if refused := len(r.errs.list) > 0; refused != tt.refused {
			t.Errorf("%s: refused: %v", tt.path, refused)
		}
	}
}

func TestReservedAnnotations(t *testing.T) {
	for _, tt := range []struct {
		key, value string
		refused    bool
		reason     string
	}{
		{"argocd.argoproj.io/sync-options", "Prune=true", true, "overrules what keeps volumes"},
		{"argocd.argoproj.io/sync-options", "ServerSideApply=true, Force=true", true, "one of several"},
		{"argocd.argoproj.io/sync-options", "Prune=confirm,PruneLast=true", false, "a person is asked"},
		{"argocd.argoproj.io/compare-options", "IgnoreExtraneous", false, "only what is shown"},
		{"kustomize.toolkit.fluxcd.io/prune", "enabled", true, "the user believes it has an effect"},
		{"kustomize.toolkit.fluxcd.io/prune", "disabled", false, "keeps more"},
		{"kustomize.toolkit.fluxcd.io/ssa", "Merge", false, "fields of others stay"},
		{"kustomize.toolkit.fluxcd.io/ssa", "Ignore", true, "the object is never updated"},
		{"client.lifecycle.config.k8s.io/deletion", "detach", false, "keeps more"},
		{"helm.sh/resource-policy", "keep", false, "keeps more, and its only value"},
		{"cli-utils.sigs.k8s.io/on-remove", "keep", false, "keeps more, and its only value"},
		{"applyset.kubernetes.io/tooling", "x", true, "a domain as a whole"},
		{"volume.kubernetes.io/selected-node", "a", true, "binds a claim to a node"},
		{"kubernetes.io/change-cause", "release 7", false, "meant for people"},
		{"nginx.ingress.kubernetes.io/proxy-body-size", "1g", false, "a controller's"},
		{"service.beta.kubernetes.io/aws-load-balancer-type", "nlb", false, "a controller's"},
		{"seccomp.security.alpha.kubernetes.io/pod", "unconfined", true, "says another thing than the pod"},
	} {
		r := &report{}
		r.reservedAnnotation("metadata.annotations", tt.key, tt.value)
		if refused := len(r.errs.list) > 0; refused != tt.refused {
			t.Errorf("%s: %s, %s: refused: %v", tt.key, tt.value, tt.reason, refused)
		}
	}
}
