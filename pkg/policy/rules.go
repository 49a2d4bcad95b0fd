package policy

import (
	"slices"
	"strings"
)

// use is what an object uses that a policy may have an opinion on.
type use struct {
	rule  *rule
	value string
	// with is what belongs to the value, as that of an annotation belongs to its key.
	with string
	// written are further forms in which a stack may say the value.
	written []string
	by      *object
}

// rule is one opinion that a policy may have.
type rule struct {
	// field of the policy's spec that has the opinion.
	field string
	// what an object uses, as the format of a message: the image %s.
	what string
	// near is a part of the names of the fields of a stack that have such values; "": none does.
	near string
	// setting is the field of a component's section that changes a default.
	setting string
	// allows reports whether a policy allows it; has says that it has an opinion.
	allows func(s *Spec, u use) (allowed, has bool)
	// listed is what the policy allows, for messages.
	listed func(s *Spec) []string
}

// patterns is a rule of a list of names.
func patterns(r rule, list func(*Spec) []Pattern) *rule {
	r.allows = func(s *Spec, u use) (allowed, has bool) {
		all := list(s)
		return allow(all, u.value, u.matches), all != nil
	}
	r.listed = func(s *Spec) []string { return texts(list(s)) }
	return &r
}

// blocks is a rule of a list of blocks of addresses.
func blocks(r rule, list func(*Spec) []CIDR) *rule {
	r.allows = func(s *Spec, u use) (allowed, has bool) {
		all := list(s)
		return slices.ContainsFunc(all, func(c CIDR) bool { return c.contains(u.value) }), all != nil
	}
	r.listed = func(s *Spec) []string { return texts(list(s)) }
	return &r
}

// matches compares what is used with a pattern.
func (u use) matches(p Pattern) bool {
	if u.with != "" && strings.Contains(string(p), "=") {
		return p.matches(u.value + "=" + u.with)
	}
	return p.matches(u.value)
}

func texts[T ~string](list []T) []string {
	all := make([]string, len(list))
	for i, one := range list {
		all[i] = string(one)
	}
	return all
}

// The rules, by the fields of the spec.
var (
	inNamespace = patterns(
		rule{field: "namespaces", what: "the namespace %s", near: "namespace"},
		func(s *Spec) []Pattern { return s.Namespaces })
	inCluster = &rule{
		field: "namespaces", what: "the kind %s, which is of the cluster,",
		allows: func(s *Spec, _ use) (allowed, has bool) { return s.Kinds != nil, s.Namespaces != nil },
		listed: func(s *Spec) []string { return texts(s.Namespaces) },
	}
	ofKind = patterns(
		rule{field: "kinds", what: "the kind %s"},
		func(s *Spec) []Pattern { return s.Kinds })
	ofHost = patterns(
		rule{field: "hosts", what: "the host %s", near: "host"},
		func(s *Spec) []Pattern { return s.Hosts })
	ofImage = patterns(
		rule{field: "images", what: "the image %s", near: "image", setting: "image"},
		func(s *Spec) []Pattern { return s.Images })
	toSecret = patterns(
		rule{field: "secrets", what: "the Secret %s", near: "secret"},
		func(s *Spec) []Pattern { return s.Secrets })
	toClaim = patterns(
		rule{field: "claims", what: "the PersistentVolumeClaim %s", near: "claim"},
		func(s *Spec) []Pattern { return s.Claims })
	asServiceAccount = patterns(
		rule{field: "serviceAccounts", what: "the ServiceAccount %s", near: "serviceaccount"},
		func(s *Spec) []Pattern { return s.ServiceAccounts })
	ofPriority = patterns(
		rule{field: "priorityClasses", what: "the PriorityClass %s", near: "priority"},
		func(s *Spec) []Pattern { return s.PriorityClasses })
	toTaint = patterns(
		rule{field: "tolerations", what: "the toleration of the taint %s", near: "toleration"},
		func(s *Spec) []Pattern { return s.Tolerations })
	withAnnotation = patterns(
		rule{field: "annotations", what: "the annotation %s", near: "annotation"},
		func(s *Spec) []Pattern { return s.Annotations })
	ofServiceType = patterns(
		rule{field: "serviceTypes", what: "the Service type %s", near: "type"},
		func(s *Spec) []Pattern { return s.ServiceTypes })
	withoutPolicy = &rule{
		field: "network.required", what: "pods without a NetworkPolicy, those%.0s", near: "spec.network.policies",
		allows: func(s *Spec, _ use) (allowed, has bool) { return false, s.Network.Required },
		listed: func(*Spec) []string { return nil },
	}
	fromCIDR = blocks(
		rule{field: "network.from.cidrs", what: "connections from %s", near: "cidr"},
		func(s *Spec) []CIDR { return s.Network.From.CIDRs })
	toCIDR = blocks(
		rule{field: "network.to.cidrs", what: "connections to %s", near: "cidr"},
		func(s *Spec) []CIDR { return s.Network.To.CIDRs })
	fromNamespace = patterns(
		rule{field: "network.from.namespaces", what: "connections from the namespace %s", near: "namespace"},
		func(s *Spec) []Pattern { return s.Network.From.Namespaces })
	toNamespace = patterns(
		rule{field: "network.to.namespaces", what: "connections to the namespace %s", near: "namespace"},
		func(s *Spec) []Pattern { return s.Network.To.Namespaces })
	lowered = &rule{
		field: "loweredSecurity", what: "the lowered security (%s)",
		allows: func(s *Spec, u use) (allowed, has bool) {
			return slices.Contains(s.LoweredSecurity, Security(u.value)), s.LoweredSecurity != nil
		},
		listed: func(s *Spec) []string { return texts(s.LoweredSecurity) },
	}
)
