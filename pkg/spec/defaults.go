package spec

import (
	"reflect"
	"slices"

	"github.com/djangostack/djangostack/internal/strict"
)

// SetDefaults fills every field that is unset, so that nothing after it has to
// ask. The profile's defaults come before the constants; what the spec or its
// environment says is never touched, and what null removed stays unset where a
// stack can do without. Environment names the environment s was
// made for, "" for the spec alone.
func (s *DjangoStack) SetDefaults(environment string) {
	d := &defaulter{stack: s.Metadata.Name, spec: &s.Spec}
	s.Spec.Profile = or(s.Spec.Profile, profileOf(environment))
	tuned, known := profiles[s.Spec.Profile]
	if !known {
		tuned = profiles[ProfileProd]
	}
	d.tuning = tuned
	d.namespace(environment)
	d.django()
	d.web()
	d.proxy()
	d.static()
	d.media()
	d.celery()
	d.processes()
	d.jobs()
	d.data()
	d.expose()
	specType().Withdraw(reflect.ValueOf(&s.Spec).Elem(), strict.Nulls(s.Spec.Removed), unset)
	d.rooms()
}

func profileOf(environment string) Profile {
	switch p := Profile(environment); p {
	case ProfileDev, ProfileStaging:
		return p
	default:
		return ProfileProd
	}
}

type defaulter struct {
	stack  string
	spec   *StackSpec
	tuning tuning
}

func (d *defaulter) namespace(environment string) {
	d.spec.Platform = or(d.spec.Platform, PlatformKubernetes)
	ns := &d.spec.Namespace
	if environment != "" {
		ns.Name = or(ns.Name, d.stack+"-"+environment)
	}
	ns.Create = or(ns.Create, new(true))
	d.spec.Secrets.Name = or(d.spec.Secrets.Name, d.stack+"-secrets")
	d.spec.Image.PullPolicy = or(d.spec.Image.PullPolicy, "IfNotPresent")
	d.spec.Network.Policies = or(d.spec.Network.Policies, new(true))
	if len(d.spec.Network.IPFamilies) == 0 {
		d.spec.Network.IPFamilies = []IPFamily{IPv4}
	}
	for name, way := range d.spec.Network.Egress {
		if way.Namespace == "" {
			way.CIDR = or(way.CIDR, Anywhere)
		}
		way.Protocol = or(way.Protocol, "TCP")
		d.spec.Network.Egress[name] = way
	}
	for name, way := range d.spec.Network.Ingress {
		way.Component = or(way.Component, "web")
		d.spec.Network.Ingress[name] = way
	}
}

// scratchSize is what a volume that lives and dies with a pod holds where nothing
// else is said: a node evicts the pod that fills it, not its neighbours.
const scratchSize = "1Gi"

// secret completes a reference: the stack's own Secret, and key.
func (d *defaulter) secret(ref *SecretKey, key string) {
	ref.Secret = or(ref.Secret, d.spec.Secrets.Name)
	ref.Key = or(ref.Key, key)
}

// manage is command, or the management command args where that is unset.
func (d *defaulter) manage(command []string, args ...string) []string {
	if len(command) > 0 {
		return command
	}
	return slices.Concat(d.spec.Django.Manage, args)
}

// or is value, or fallback where value is unset.
func or[T comparable](value, fallback T) T {
	var unset T
	if value == unset {
		return fallback
	}
	return value
}
