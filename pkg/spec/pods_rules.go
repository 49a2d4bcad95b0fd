package spec

import (
	"reflect"
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
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
	once(c.report, path+".uses", o.Uses)
	c.volumes(path, o)
	c.containers(path, o)
	for _, address := range sorted.Keys(o.HostAliases) {
		c.hostAlias(path+".hostAliases"+segment(address), address, o.HostAliases[address])
	}
}

func (c *valueChecker) hostAlias(path, address string, names []string) {
	if !isIP(address) {
		c.invalid(path, "%q must be an address; write one such as 10.20.0.5, and the names as its list", address)
	}
	for i, name := range names {
		if len(validation.IsDNS1123Subdomain(name)) > 0 {
			c.invalid(path+"["+strconv.Itoa(i)+"]", "%q must be the name of a host; write one such as db.internal", name)
		}
	}
}

func (c *valueChecker) serviceAccount(path string, a ServiceAccount) {
	c.objectName(path+".name", a.Name)
	if a.Name != "" && len(a.Annotations) > 0 {
		c.forbidden(path+".annotations", "cannot be combined with name, since the stack does not change a ServiceAccount "+
			"that exists; remove one of them")
	}
}

func (c *valueChecker) envFrom(path string, from EnvFrom) {
	for _, list := range []struct {
		name    string
		sources []EnvSource
	}{{"secrets", from.Secrets}, {"configMaps", from.ConfigMaps}} {
		for i, source := range list.sources {
			at := path + "." + list.name + "[" + strconv.Itoa(i) + "]"
			c.objectName(at+".name", source.Name)
			if source.Prefix != "" {
				c.variable(at+".prefix", source.Prefix)
			}
		}
	}
}

// validateArgs refuses arguments of a server that takes none.
func validateArgs(r *report, s *DjangoStack) {
	if b := s.Spec.Broker; b != nil && b.Engine == BrokerRabbitMQ && len(b.Args) > 0 {
		r.forbidden("spec.broker.args", "rabbitmq-server takes no arguments; write config, or a variable under env")
	}
}

// validateGracePeriods checks that pods may take as long as what runs in them does.
func validateGracePeriods(r *report, s *DjangoStack) {
	shutdown := s.Spec.Web.Assumed().Shutdown
	r.lastsFor("spec.web", s.Spec.Web.GracePeriod, shutdown.Delay.Duration+shutdown.Graceful.Duration)
	for _, name := range sorted.Keys(s.Spec.Processes) {
		if p := s.Spec.Processes[name]; p.HTTP != nil {
			r.lastsFor("spec.processes"+segment(name), p.GracePeriod, p.HTTP.gracePeriod())
		}
	}
}

// outlasts checks that pods have time to stop once they no longer serve.
func (r *report) outlasts(path string, period, delay *Duration) {
	if period.Duration <= delay.Duration {
		r.invalid(path+".gracePeriod", "must be longer than shutdownDelay, %s; raise it, or lower that", short(*delay))
	}
}

func (r *report) lastsFor(path string, period *Duration, least time.Duration) {
	if period.Duration < least {
		r.invalid(path+".gracePeriod", "must be at least %s, which both times of shutdown take; raise it, or lower these",
			short(*NewDuration(least)))
	}
}
