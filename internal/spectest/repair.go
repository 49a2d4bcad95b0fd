package spectest

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/spec"
)

// repairAll makes v valid: every value in it for itself, inner ones first. What
// is valid stays as it is.
func (g *generator) repairAll(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			g.repairAll(v.Elem())
		}
	case reflect.Struct:
		if _, scalar := scalars[v.Type()]; scalar {
			return
		}
		for _, field := range v.Fields() {
			g.repairAll(field)
		}
		g.repair(v.Addr().Interface())
	case reflect.Slice:
		if names, ok := reflect.TypeAssert[spec.Names](v); ok && slices.Contains(names, "") {
			v.Set(reflect.ValueOf(spec.Names{""}))
		}
		for i := range v.Len() {
			g.repairAll(v.Index(i))
		}
	case reflect.Map:
		for _, name := range mapKeys(v) {
			entry := reflect.New(v.Type().Elem()).Elem()
			entry.Set(v.MapIndex(name))
			g.repairAll(entry)
			v.SetMapIndex(name, entry)
		}
	}
}

// repair removes from one value what may not stand beside the rest of it.
func (g *generator) repair(value any) {
	switch v := value.(type) {
	case *spec.Media:
		g.repairMedia(v)
	case *spec.Web:
		repairWeb(v)
	case *spec.Worker:
		repairWorker(v)
	case *spec.Beat:
		silence(&v.Probes)
	case *spec.Process:
		g.repairProcess(v)
	case *spec.Probe:
		g.repairProbe(v)
	case *spec.Cron:
		g.commandOrManage(&v.Command, &v.Manage)
	case *spec.Cache:
		repairCache(v)
	case *spec.Broker:
		repairBroker(v)
	case *spec.Bucket:
		repairBucket(v)
	case *spec.ExternalService:
		v.CIDR = unless(v.Namespace, v.CIDR)
		if v.CA != nil {
			v.TLS, v.CA.Key = new(true), "CA_CRT" // an env file holds variables
		}
	case *spec.StackSpec:
		g.repairStack(v)
	default:
		repairSetting(v)
	}
}

// repairSetting does it for the types that components have in common.
func repairSetting(value any) {
	switch v := value.(type) {
	case *spec.Resources:
		fit(v.Requests.CPU, v.Limits.CPU)
		fit(v.Requests.Memory, v.Limits.Memory)
		fit(v.Requests.EphemeralStorage, v.Limits.EphemeralStorage)
	case *spec.Scheduling:
		v.TopologySpread = once(v.TopologySpread)
	case *spec.Toleration:
		repairToleration(v)
	case *spec.Autoscaling:
		v.Max = max(v.Max, v.Min, 2)
	case *spec.ConfigFile:
		if v.SecretKey != nil {
			v.Content = ""
			v.SecretKey.Key = "FILE"
		}
	case *spec.Ingress:
		if v.Controller == spec.ControllerGCE && v.Class == "" {
			v.Class = "gce"
		}
	case *spec.IngressTLS:
		if v.Issuer == "" && v.Secret == "" {
			v.Issuer = "letsencrypt"
		}
	default:
		repairFarEnd(value)
	}
}

// repairFarEnd keeps one of the two ways to say where a connection ends.
func repairFarEnd(value any) {
	switch v := value.(type) {
	case *spec.Egress:
		v.CIDR = unless(v.Namespace, v.CIDR)
	case *spec.NetworkIngress:
		v.CIDR = unless(v.Namespace, v.CIDR)
		if v.Namespace == "" && v.CIDR == "" {
			v.Namespace = "monitoring"
		}
	case *spec.ExternalDatabase:
		v.CIDR = unless(v.Namespace, v.CIDR)
		if v.CA != nil {
			v.CA.Key = "CA_CRT"
		}
	}
}

// unless is a value that may not stand beside another.
func unless(other, value string) string {
	if other != "" {
		return ""
	}
	return value
}

// once keeps the first of those entries that the server takes for the same.
func once(spread []spec.TopologySpread) []spec.TopologySpread {
	seen := map[string]bool{}
	return slices.DeleteFunc(spread, func(over spec.TopologySpread) bool {
		key := over.TopologyKey + " " + string(cmp.Or(over.WhenUnsatisfiable, "ScheduleAnyway"))
		defer func() { seen[key] = true }()
		return seen[key]
	})
}

// fit raises the limit to the request.
func fit(request, limit *resource.Quantity) {
	if request != nil && limit != nil && request.Cmp(*limit) > 0 {
		*limit = request.DeepCopy()
	}
}

func (g *generator) repairProbe(p *spec.Probe) {
	switch {
	case p.Path == "" || len(p.Command) == 0:
	case g.chance(0.5):
		p.Path = ""
	default:
		p.Command = nil
	}
	if p.Path == "" {
		p.Scheme, p.Headers = "", nil
	}
	if _, given := p.Headers["host"]; given {
		p.Headers["host"] = g.host() + one(g.Rand, "", ":8443")
	}
}

func repairToleration(t *spec.Toleration) {
	if t.Key == "" {
		t.Operator = "Exists"
	}
	if t.Operator == "Exists" {
		t.Value = ""
	}
	if t.Seconds != nil {
		t.Effect = "NoExecute"
	}
}

func (g *generator) repairMedia(m *spec.Media) {
	switch {
	case m.Volume == nil && m.Bucket == nil:
		m.Volume = &spec.MediaVolume{}
	case m.Volume != nil && m.Bucket != nil:
		if g.chance(0.5) {
			m.Volume = nil
		} else {
			m.Bucket = nil
		}
	}
}

func repairWeb(w *spec.Web) {
	scales(&w.Replicas, w.Autoscaling)
	if len(w.Command) > 0 {
		w.App, w.Workers, w.Threads, w.MaxRequests = "", 0, 0, nil
	}
	if w.Server == spec.ServerGranian || w.Server == spec.ServerDaphne {
		w.MaxRequests = nil
	}
	if g := w.Shutdown.Graceful; w.Server == spec.ServerGranian && g != nil {
		g.Duration = min(g.Duration, 30*time.Minute)
	}
	if w.App != "" {
		asgi := w.Server.IsASGI()
		w.App = strings.NewReplacer(".wsgi:", module(asgi), ".asgi:", module(asgi)).Replace(w.App)
	}
	if w.Server == spec.ServerDaphne {
		w.Workers = 0
	}
	if w.Server.SpeaksASGI(w.App) {
		w.Threads = 0
	}
}

func module(asgi bool) string {
	if asgi {
		return ".asgi:"
	}
	return ".wsgi:"
}

// scales keeps one of a fixed number of pods and an autoscaler.
func scales(replicas **int32, a *spec.Autoscaling) {
	if a != nil {
		*replicas = nil
	}
}

func repairWorker(w *spec.Worker) {
	scales(&w.Replicas, w.Autoscaling)
	silence(&w.Probes)
	if w.Pool == spec.PoolSolo {
		w.Concurrency = 0
	}
	if w.SoftTimeLimit == nil {
		return
	}
	if w.TimeLimit == nil || w.TimeLimit.Duration <= w.SoftTimeLimit.Duration {
		w.TimeLimit = &spec.Duration{Duration: 2 * w.SoftTimeLimit.Duration}
	}
}

// silence turns HTTP checks of what listens on no port into commands.
func silence(p *spec.Probes) {
	for _, one := range []*spec.Probe{p.Startup, p.Readiness, p.Liveness} {
		if one != nil && len(one.Command) == 0 {
			one.Path, one.Command = "", []string{"check"}
		}
	}
}

func (g *generator) repairProcess(p *spec.Process) {
	g.commandOrManage(&p.Command, &p.Manage)
	if p.Singleton != nil && *p.Singleton {
		p.Replicas, p.Autoscaling = nil, nil
	}
	scales(&p.Replicas, p.Autoscaling)
	if p.Port == 0 {
		silence(&p.Probes)
	}
}

func (g *generator) commandOrManage(command, manage *[]string) {
	switch {
	case len(*command) == 0 && len(*manage) == 0:
		*manage = []string{"check", "--deploy"}
	case len(*command) > 0 && len(*manage) > 0:
		if g.chance(0.5) {
			*command = nil
		} else {
			*manage = nil
		}
	}
}
