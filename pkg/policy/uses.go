package policy

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// inventory lists what objects use.
type inventory struct {
	objects []*object
	own     map[ownName]bool
	uses    []use
	// networkPolicies are those of the objects, once they are read.
	networkPolicies []networkPolicy
	read            bool
}

// ownName is the name of an object of the stack.
type ownName struct{ kind, namespace, name string }

// usesOf lists what the objects of a stack use, in their order.
func usesOf(objects []stack.Object) ([]use, error) {
	all, err := read(objects)
	if err != nil {
		return nil, err
	}
	i := &inventory{objects: all, own: map[ownName]bool{}}
	for _, o := range all {
		i.own[ownName{o.kind.String(), o.namespace, o.name}] = true
	}
	for _, o := range all {
		i.object(o)
	}
	return i.uses, nil
}

func (i *inventory) add(r *rule, by *object, value string) {
	i.uses = append(i.uses, use{rule: r, by: by, value: value})
}

// addForeign adds a reference to an object, unless it is one of the stack's own.
func (i *inventory) addForeign(r *rule, by *object, kind, name string) {
	if name != "" && !i.own[ownName{kind, by.namespace, name}] {
		i.add(r, by, name)
	}
}

func (i *inventory) object(o *object) {
	i.add(ofKind, o, o.kind.String())
	switch {
	case o.namespace != "":
		i.add(inNamespace, o, o.namespace)
	case o.is("", "Namespace"):
		i.add(inNamespace, o, o.name)
		if level, _ := at(o.tree, "metadata", "labels", enforceLabel).(string); level != "restricted" {
			i.add(lowered, o, string(Enforce))
		}
	default:
		i.add(inCluster, o, o.kind.String())
	}
	i.annotations(o, o.tree)
	for p := range o.pods {
		i.pod(o, &o.pods[p])
	}
	switch o.kind.Group {
	case "":
		i.core(o)
	case "networking.k8s.io":
		i.networking(o)
	case "rbac.authorization.k8s.io":
		i.subjects(o)
	case "gateway.networking.k8s.io":
		i.gateway(o)
	}
}

// enforceLabel says to which level Pod Security holds a namespace.
const enforceLabel = "pod-security.kubernetes.io/enforce"

// annotations adds those of the object and of all metadata within it, such as that of pods.
func (i *inventory) annotations(o *object, tree any) {
	switch t := tree.(type) {
	case map[string]any:
		for _, key := range sorted.Keys(t) {
			if key != "metadata" {
				i.annotations(o, t[key])
				continue
			}
			list, _ := at(t, "metadata", "annotations").(map[string]any)
			for _, name := range sorted.Keys(list) {
				if value, _ := list[name].(string); !strings.HasPrefix(name, "djangostack.dev/") {
					i.uses = append(i.uses, use{rule: withAnnotation, by: o, value: name, with: value})
				}
			}
		}
	case []any:
		for _, item := range t {
			i.annotations(o, item)
		}
	}
}

func (i *inventory) core(o *object) {
	switch o.kind.Kind {
	case "ServiceAccount":
		var account corev1.ServiceAccount
		decode(o.tree, &account)
		for _, s := range account.ImagePullSecrets {
			i.addForeign(toSecret, o, "Secret", s.Name)
		}
		for _, s := range account.Secrets {
			i.addForeign(toSecret, o, "Secret", s.Name)
		}
	case "Service":
		var service corev1.Service
		decode(o.tree, &service)
		if service.Spec.Type == "" {
			service.Spec.Type = corev1.ServiceTypeClusterIP
		}
		i.add(ofServiceType, o, string(service.Spec.Type))
		if len(service.Spec.ExternalIPs) > 0 {
			i.add(ofServiceType, o, "ExternalIPs")
		}
	}
}

func (i *inventory) networking(o *object) {
	switch o.kind.Kind {
	case "Ingress":
		var ingress networkingv1.Ingress
		decode(o.tree, &ingress)
		if ingress.Spec.DefaultBackend != nil {
			i.add(ofHost, o, every)
		}
		for _, r := range ingress.Spec.Rules {
			i.add(ofHost, o, r.Host)
		}
		for _, tls := range ingress.Spec.TLS {
			for _, host := range tls.Hosts {
				i.add(ofHost, o, host)
			}
			i.addForeign(toSecret, o, "Secret", tls.SecretName)
		}
	case "NetworkPolicy":
		var policy networkingv1.NetworkPolicy
		decode(o.tree, &policy)
		i.openings(o, &policy.Spec)
	}
}

// subjects adds the namespaces of those to whom a RoleBinding gives rights.
func (i *inventory) subjects(o *object) {
	var binding rbacv1.RoleBinding
	decode(o.tree, &binding)
	for _, s := range binding.Subjects {
		if s.Namespace != "" {
			i.add(inNamespace, o, s.Namespace)
		}
	}
}

// gateway adds the hosts of the routes and listeners of the Gateway API.
func (i *inventory) gateway(o *object) {
	switch {
	case o.kind.Kind == "Gateway":
		listeners, _ := at(o.tree, "spec", "listeners").([]any)
		for _, listener := range listeners {
			host, _ := at(listener, "hostname").(string)
			i.add(ofHost, o, host)
		}
	case strings.HasSuffix(o.kind.Kind, "Route") && o.kind.Kind != "TCPRoute" && o.kind.Kind != "UDPRoute":
		hosts, _ := at(o.tree, "spec", "hostnames").([]any)
		if len(hosts) == 0 {
			i.add(ofHost, o, every)
		}
		for _, one := range hosts {
			host, _ := one.(string)
			i.add(ofHost, o, host)
		}
	}
}
