package stack

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// argoOptions is Argo CD's annotation for how it treats one object.
const argoOptions = "argocd.argoproj.io/sync-options"

// kept are the annotations by which delivery tools leave an object alone that is
// no longer among those they apply, or whose application is deleted: each tool
// reads its own. kubectl reads none of them.
var kept = map[string]string{
	// argo-cd.readthedocs.io, "Sync Options": No Prune Resources, No Resource Deletion
	argoOptions: "Prune=false,Delete=false",
	// fluxcd.io, "Kustomization": Prune; so it is when the Kustomization is deleted
	// (fluxcd/kustomize-controller, internal/controller)
	"kustomize.toolkit.fluxcd.io/prune": "disabled",
	// kubernetes-sigs/cli-utils, pkg/common, which is what kpt live goes by
	"client.lifecycle.config.k8s.io/deletion": "detach",
}

// Protected returns the metadata of an object whose deletion takes data along: a claim, or
// the namespace that claims are in.
func Protected(meta metav1.ObjectMeta) metav1.ObjectMeta {
	given := meta.Annotations[argoOptions]
	meta.Annotations = Merged(meta.Annotations, kept)
	meta.Annotations[argoOptions] = syncOptions(given, kept[argoOptions])
	return meta
}

// syncOptions are Argo CD's options in both lists. Where both name one, the second list
// wins, unless the first asks a person (confirm).
func syncOptions(given, more string) string {
	var options []string
	asked := map[string]bool{}
	for option := range strings.SplitSeq(given, ",") {
		option = strings.TrimSpace(option)
		name, value, _ := strings.Cut(option, "=")
		if asked[name] = value == "confirm"; option != "" && (asked[name] || !strings.Contains(","+more, ","+name+"=")) {
			options = append(options, option)
		}
	}
	for option := range strings.SplitSeq(more, ",") {
		if name, _, _ := strings.Cut(option, "="); !asked[name] {
			options = append(options, option)
		}
	}
	return strings.Join(options, ",")
}

// Claim returns a component's volume, as an object of its own: unlike a StatefulSet's
// template it takes another size, and no tool deletes it with its pods.
func (st *Stack) Claim(component string, s spec.Storage, mode corev1.PersistentVolumeAccessMode) Object {
	c := &corev1.PersistentVolumeClaim{
		ObjectMeta: Protected(st.Meta(component)),
		Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{mode},
		},
	}
	if s.Size != nil { // the base may lack what every environment has
		c.Spec.Resources.Requests = corev1.ResourceList{corev1.ResourceStorage: s.Size.DeepCopy()}
	}
	if s.Class != "" {
		c.Spec.StorageClassName = new(s.Class)
	}
	return c
}

// ClaimVolume returns a pod's volume of that name behind a claim.
func ClaimVolume(name, claim string) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{
		PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: claim},
	}}
}
