package stack

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// AnnotationIssuer asks cert-manager for the Ingress' certificate.
const AnnotationIssuer = "cert-manager.io/cluster-issuer"

// AnnotationAuthSecret names the Secret whose passwords ingress-nginx asks for.
const AnnotationAuthSecret = "nginx.ingress.kubernetes.io/auth-secret"

// SecretReader is implemented by an object that refers to Secrets in fields which only its own
// type knows: a custom resource.
type SecretReader interface {
	// SecretKeys returns what it reads; one without a key is read as a whole.
	SecretKeys() []spec.SecretKey
}

// SecretMaker is implemented by an object of which a controller makes Secrets, such as
// cert-manager's Certificate or an ExternalSecret.
type SecretMaker interface {
	// MadeSecrets returns the names of the Secrets.
	MadeSecrets() []string
}

// Secrets lists the Secrets that objects refer to and the keys they read of
// each, both in order: what must exist in the namespace before they run. It
// reads the objects themselves, so it cannot miss one in a type of k8s.io/api; others
// are asked as [SecretReader]. A Secret that is read as a whole has no keys. One that is
// among the objects, or made of one of them ([SecretMaker]), is left out.
func Secrets(objects []Object) map[string][]string {
	found := map[string][]string{}
	add := func(secret, key string) {
		keys := found[secret]
		if key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
		found[secret] = keys
	}
	for _, o := range objects {
		if pod := PodSpecOf(o); pod != nil {
			podSecrets(pod, add)
		}
		if reader, ok := o.(SecretReader); ok {
			for _, ref := range reader.SecretKeys() {
				add(ref.Secret, ref.Key)
			}
		}
		if ingress, ok := o.(*networkingv1.Ingress); ok {
			ingressSecrets(ingress, add)
		}
	}
	for _, o := range objects {
		for _, made := range madeOf(o) {
			delete(found, made)
		}
	}
	for _, keys := range found {
		slices.Sort(keys)
	}
	return found
}

// madeOf returns the names of the Secrets that an object is or becomes.
func madeOf(o Object) []string {
	switch o := o.(type) {
	case *corev1.Secret:
		return []string{o.Name}
	case SecretMaker:
		return o.MadeSecrets()
	case *networkingv1.Ingress:
		return issuedFor(o)
	default:
		return nil
	}
}

func ingressSecrets(ingress *networkingv1.Ingress, add func(secret, key string)) {
	for _, tls := range ingress.Spec.TLS {
		if _, issued := ingress.Annotations[AnnotationIssuer]; !issued {
			add(tls.SecretName, corev1.TLSCertKey)
			add(tls.SecretName, corev1.TLSPrivateKeyKey)
		}
	}
	if auth := ingress.Annotations[AnnotationAuthSecret]; auth != "" {
		add(auth, spec.RouteAuthKey)
	}
}

// issuedFor are the Secrets that cert-manager makes for an Ingress. Another may refer to them.
func issuedFor(ingress *networkingv1.Ingress) []string {
	var names []string
	if _, issued := ingress.Annotations[AnnotationIssuer]; issued {
		for _, tls := range ingress.Spec.TLS {
			names = append(names, tls.SecretName)
		}
	}
	return names
}

func podSecrets(pod *corev1.PodSpec, add func(secret, key string)) {
	for _, ref := range pod.ImagePullSecrets {
		add(ref.Name, "")
	}
	mounted := map[string]string{}
	for _, v := range pod.Volumes {
		if v.Secret != nil && !isTrue(v.Secret.Optional) {
			mounted[v.Name] = v.Secret.SecretName
			add(v.Secret.SecretName, "")
			for _, item := range v.Secret.Items {
				add(v.Secret.SecretName, item.Key)
			}
		}
	}
	for _, list := range [][]corev1.Container{pod.InitContainers, pod.Containers} {
		for i := range list {
			containerSecrets(&list[i], mounted, add)
		}
	}
}

func isTrue(b *bool) bool { return b != nil && *b }

// containerSecrets are those of a container whose pod mounts some as volumes.
func containerSecrets(c *corev1.Container, mounted map[string]string, add func(secret, key string)) {
	for _, from := range c.EnvFrom {
		if from.SecretRef != nil && !isTrue(from.SecretRef.Optional) {
			add(from.SecretRef.Name, "")
		}
	}
	for _, v := range c.Env {
		if v.ValueFrom != nil && v.ValueFrom.SecretKeyRef != nil && !isTrue(v.ValueFrom.SecretKeyRef.Optional) {
			add(v.ValueFrom.SecretKeyRef.Name, v.ValueFrom.SecretKeyRef.Key)
		}
	}
	for _, m := range c.VolumeMounts {
		if secret, ok := mounted[m.Name]; ok && m.SubPath != "" {
			add(secret, m.SubPath)
		}
	}
}
