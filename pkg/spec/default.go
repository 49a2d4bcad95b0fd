package spec

import (
	"reflect"
	"slices"
	"strings"
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
	withdraw(reflect.ValueOf(&s.Spec).Elem(), specShape(), nulls(s.Spec.Removed))
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

func (d *defaulter) django() {
	dj := &d.spec.Django
	d.secret(&dj.SecretKey, "SECRET_KEY")
	if len(dj.Manage) == 0 {
		dj.Manage = []string{"python", "manage.py"}
	}
	dj.User = or(dj.User, 1000)
	for i := range dj.WritablePaths {
		w := &dj.WritablePaths[i]
		w.Size = or(w.Size, Quantity(scratchSize))
		w.Seed = or(w.Seed, new(false))
	}
	dj.EnvNames.SecretKey = dj.EnvNames.SecretKey.Or("SECRET_KEY")
	dj.EnvNames.AllowedHosts = dj.EnvNames.AllowedHosts.Or("ALLOWED_HOSTS")
	dj.EnvNames.CSRFTrustedOrigins = dj.EnvNames.CSRFTrustedOrigins.Or("CSRF_TRUSTED_ORIGINS")
	dj.EnvNames.Separator = or(dj.EnvNames.Separator, ",")
	for name, ref := range dj.SecretEnv {
		d.secret(&ref, name)
		dj.SecretEnv[name] = ref
	}
	for path, file := range dj.Files {
		if file.SecretKey != nil {
			d.secret(file.SecretKey, path[strings.LastIndexByte(path, '/')+1:])
		}
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

// project is the Python package beside the settings module: shop of
// shop.settings and of shop.settings.production.
func (d Django) project() string {
	if name, _, found := strings.Cut(d.Settings, ".settings"); found {
		return name
	}
	return d.Settings[:max(strings.LastIndex(d.Settings, "."), 0)]
}

func (d *defaulter) web() {
	w := &d.spec.Web
	w.Server = or(w.Server, ServerGunicorn)
	w.Port = or(w.Port, 8000)
	w.ServicePort = or(w.ServicePort, 80)
	w.Shutdown.Delay = or(w.Shutdown.Delay, NewDuration(d.tuning.shutdownDelay))
	w.Resources = w.Resources.or(d.tuning.web)
	if project := d.spec.Django.project(); w.App == "" && project != "" && len(w.Command) == 0 {
		w.App = project + ".wsgi:application"
		if w.Server.IsASGI() {
			w.App = project + ".asgi:application"
		}
	}
	scale(&w.Replicas, w.Autoscaling, d.tuning.webReplicas)
	w.Scheduling.spread()
}

// manage is command, or the management command args where that is unset.
func (d *defaulter) manage(command []string, args ...string) []string {
	if len(command) > 0 {
		return command
	}
	return slices.Concat(d.spec.Django.Manage, args)
}

func (d *defaulter) expose() {
	e := d.spec.Expose
	if e == nil {
		return
	}
	if in := e.Ingress; in != nil {
		in.reach()
		if in.TLS != nil && in.TLS.Issuer != "" {
			in.TLS.Secret = or(in.TLS.Secret, d.stack+"-tls")
		}
	}
	e.HTTPS = or(e.HTTPS, new(e.Ingress != nil && e.Ingress.TLS != nil))
	if e.LoadBalancer != nil {
		e.LoadBalancer.Port = or(e.LoadBalancer.Port, e.customaryPort())
	}
}

// customaryPort is the one browsers ask a load balancer on. Beside an Ingress the
// site's https is that one's.
func (e *Expose) customaryPort() Port {
	if *e.HTTPS && e.Ingress == nil {
		return 443
	}
	return 80
}

// or is value, or fallback where value is unset.
func or[T comparable](value, fallback T) T {
	var unset T
	if value == unset {
		return fallback
	}
	return value
}
