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
	profile, known := profiles[s.Spec.Profile]
	if !known {
		profile = profiles[ProfileProd]
	}
	d.profile = profile
	if c := s.Spec.Celery; c != nil && c.Workers == nil {
		c.Workers = map[string]Worker{"default": {}}
	}
	s.Spec.fillElements()
	d.namespace(environment)
	d.secrets()
	d.image()
	d.network()
	d.django()
	d.web()
	d.proxy()
	d.static()
	d.media()
	d.sharedVolumes()
	d.celery()
	d.processes()
	d.services()
	d.release()
	d.jobs()
	d.cron()
	d.databases()
	d.caches()
	d.broker()
	d.mail()
	d.buckets()
	d.expose()
	d.routes()
	specType().Withdraw(reflect.ValueOf(&s.Spec).Elem(), strict.Nulls(s.Spec.Removed), unset)
	d.rooms()
	d.spec.Web.GracePeriod = or(d.spec.Web.GracePeriod, NewDuration(d.spec.Web.gracePeriod()))
}

type defaulter struct {
	stack   string
	spec    *StackSpec
	profile profileDefaults
}

// scratchSize is what a volume that lives and dies with a pod holds where nothing
// else is said: a node evicts the pod that fills it, not its neighbours.
const scratchSize = "1Gi"

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
