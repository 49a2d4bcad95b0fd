package spec

import (
	"reflect"

	"github.com/djangostack/djangostack/internal/strict"
)

var podOptionsType = reflect.TypeFor[PodOptions]()

// podOptionsIn returns the [PodOptions] that a struct embeds, of this package or of an
// extension's, nil where it embeds none.
func podOptionsIn(v reflect.Value, t *strict.Type) *PodOptions {
	f, found := t.Field("workloadLabels")
	if !found || f.Owner != podOptionsType {
		return nil
	}
	options, _ := reflect.TypeAssert[PodOptions](v.FieldByName(podOptionsType.Name()))
	return &options
}

// podOptions checks what everything that runs containers has, but for what its types say.
func (c *valueChecker) podOptions(path string, o *PodOptions) {
	c.environment(path, o.Env, o.SecretEnv)
	c.applied(path+".env", o.Env, c.stack.Metadata)
	c.bytes(path+".tmpSize", o.TmpSize)
}

// validateGracePeriods checks that pods may take as long as what runs in them does.
func validateGracePeriods(r *report, s *DjangoStack) {
	shutdown := s.Spec.Web.Assumed().Shutdown
	least := NewDuration(shutdown.Delay.Duration + shutdown.Graceful.Duration)
	if s.Spec.Web.GracePeriod.Duration < least.Duration {
		r.invalid("spec.web.gracePeriod", "must be at least %s, which both times of shutdown take; raise it, or lower these",
			short(*least))
	}
}
