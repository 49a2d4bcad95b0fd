package prooftest

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// storage proves that data outlive the objects around them: no StatefulSet has
// claims of its own, whose size nobody could change; every claim, and the namespace
// claims are in, tells the delivery tools to leave it; and every StatefulSet is
// governed by a headless Service, since it takes no other later.
func (p *proof) storage() {
	headless := map[string]bool{}
	for _, o := range p.objects {
		if s, ok := o.(*corev1.Service); ok && s.Spec.ClusterIP == corev1.ClusterIPNone {
			headless[s.Name] = true
		}
	}
	for _, o := range p.objects {
		switch o := o.(type) {
		case *corev1.Namespace:
			p.kept(nameOf(o), o.Annotations)
		case *corev1.PersistentVolumeClaim:
			p.kept(nameOf(o), o.Annotations)
		case *appsv1.StatefulSet:
			if len(o.Spec.VolumeClaimTemplates) > 0 {
				p.failf("%s has claims whose size cannot be changed", nameOf(o))
			}
			if !headless[o.Spec.ServiceName] {
				p.failf("%s: %s is no headless Service", nameOf(o), o.Spec.ServiceName)
			}
		}
	}
}

func (p *proof) kept(name string, annotations map[string]string) {
	options := annotations["argocd.argoproj.io/sync-options"]
	for _, option := range []string{"Prune=", "Delete="} {
		if !strings.Contains(options, option) {
			p.failf("%s: Argo CD is not told %sfalse", name, option)
		}
	}
	if annotations["kustomize.toolkit.fluxcd.io/prune"] != "disabled" {
		p.failf("%s: Flux would prune it", name)
	}
	if annotations["client.lifecycle.config.k8s.io/deletion"] != "detach" {
		p.failf("%s: kpt would prune it", name)
	}
}
