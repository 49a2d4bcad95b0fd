package policy

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/imageref"
	"github.com/djangostack/djangostack/internal/podsecurity"
	"github.com/djangostack/djangostack/internal/sorted"
)

// pod adds what a pod uses.
func (i *inventory) pod(o *object, p *pod) {
	podsecurity.EachContainer(&p.spec, func(c *corev1.Container) {
		i.image(o, c.Image)
		for _, e := range c.Env {
			if e.ValueFrom != nil && e.ValueFrom.SecretKeyRef != nil {
				i.addForeign(toSecret, o, "Secret", e.ValueFrom.SecretKeyRef.Name)
			}
		}
		for _, e := range c.EnvFrom {
			if e.SecretRef != nil {
				i.addForeign(toSecret, o, "Secret", e.SecretRef.Name)
			}
		}
	})
	for _, s := range p.spec.ImagePullSecrets {
		i.addForeign(toSecret, o, "Secret", s.Name)
	}
	for v := range p.spec.Volumes {
		i.volume(o, &p.spec.Volumes[v].VolumeSource)
	}
	i.addForeign(asServiceAccount, o, "ServiceAccount",
		cmp.Or(p.spec.ServiceAccountName, p.spec.DeprecatedServiceAccount, "default"))
	if class := p.spec.PriorityClassName; class != "" {
		i.add(ofPriority, o, class)
	}
	for _, t := range p.spec.Tolerations {
		i.add(toTaint, o, t.Key)
	}
	if p.spec.NodeName != "" { // past the scheduler, which is who asks about taints
		i.add(toTaint, o, every)
	}
	i.unselected(o, p)
	i.security(o, p)
}

// image adds an image, in full and as it is written.
func (i *inventory) image(o *object, text string) {
	i.uses = append(i.uses, use{
		rule: ofImage, by: o, value: imageref.Full(text), written: []string{text, imageref.Name(text)},
	})
}

// volume adds the claims and Secrets that a volume is of.
func (i *inventory) volume(o *object, v *corev1.VolumeSource) {
	switch {
	case v.PersistentVolumeClaim != nil:
		i.addForeign(toClaim, o, "PersistentVolumeClaim", v.PersistentVolumeClaim.ClaimName)
	case v.Secret != nil:
		i.addForeign(toSecret, o, "Secret", v.Secret.SecretName)
	case v.Projected != nil:
		for _, source := range v.Projected.Sources {
			if source.Secret != nil {
				i.addForeign(toSecret, o, "Secret", source.Secret.Name)
			}
		}
	case v.Image != nil:
		i.image(o, v.Image.Reference)
	default:
		i.secretOf(o, v)
	}
}

// secretOf adds the Secret with which a volume of a driver is mounted.
func (i *inventory) secretOf(o *object, v *corev1.VolumeSource) {
	var tree map[string]any
	decode(v, &tree)
	for _, driver := range sorted.Keys(tree) {
		source := tree[driver]
		for _, key := range []string{"secretRef", "nodePublishSecretRef"} {
			name, _ := at(source, key, "name").(string)
			i.addForeign(toSecret, o, "Secret", name)
		}
		name, _ := at(source, "secretName").(string)
		i.addForeign(toSecret, o, "Secret", name)
	}
}
