package spectest

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/pkg/spec"
)

// repairStack makes the parts of a stack agree with each other.
func (g *generator) repairStack(s *spec.StackSpec) {
	repairDjango(&s.Django)
	if s.Django.Settings == "" && (s.Web.App == "" && len(s.Web.Command) == 0 || s.Celery != nil && s.Celery.App == "") {
		s.Django.Settings = "shop.settings"
	}
	if s.Proxy != nil && s.Web.Port == 8080 {
		s.Web.Port = 0
	}
	repairStatic(s)
	repairScheme(s)
	repairServe(s)
	repairDatabases(s.Databases)
	repairQueue(s)
	repairAccounts(s)
	repairExpose(s)
	if s.Media != nil && s.Media.Volume != nil && s.Media.Volume.AccessMode == spec.ReadWriteOnce {
		oneNode(s)
	}
	repairNetwork(s)
	if s.Migrate.Enabled != nil && *s.Migrate.Enabled && len(s.Databases) == 0 {
		s.Migrate.Enabled = nil
	}
}

// repairScheme has nothing end TLS behind nginx, which speaks HTTP to it.
func repairScheme(s *spec.StackSpec) {
	p := s.Web.Probes
	for _, one := range []*spec.Probe{p.Startup, p.Readiness, p.Liveness} {
		switch {
		case one == nil || one.Scheme != "HTTPS" || s.Proxy == nil:
		case s.Static.Mode == spec.StaticNginx:
			one.Scheme = ""
		default:
			s.Proxy = nil
		}
	}
}

func repairDjango(d *spec.Django) {
	for name := range d.SecretEnv {
		delete(d.Env, name)
	}
	seen := map[string]bool{}
	d.WritablePaths = slices.DeleteFunc(d.WritablePaths, func(w spec.WritablePath) bool {
		again := seen[w.Path]
		seen[w.Path] = true
		return again
	})
}

func repairStatic(s *spec.StackSpec) {
	st := &s.Static
	if st.Mode == spec.StaticNginx && s.Proxy == nil {
		s.Proxy = &spec.Proxy{}
	}
	if st.Mode != spec.StaticBucket {
		st.Bucket = nil
	}
	address := strings.HasPrefix(st.URL, "http")
	switch {
	case st.Mode == spec.StaticBucket && !address:
		st.URL = "https://cdn.example.com" + st.URL
		if !strings.HasSuffix(st.URL, "/") {
			st.URL += "/"
		}
	case st.Mode != spec.StaticBucket && address:
		st.URL = ""
	}
}

// repairServe says who hands out uploads, as far as there is a choice.
func repairServe(s *spec.StackSpec) {
	m := s.Media
	if m == nil {
		return
	}
	switch {
	case m.Volume == nil:
		m.Serve = ""
	case s.Proxy == nil && m.Serve != "":
		m.Serve = spec.MediaByApp
	case s.Proxy != nil && m.Serve == "":
		m.Serve = spec.MediaByProxy
	}
	if m.Serve != spec.MediaByAccel {
		m.InternalURL = ""
	}
}

// repairDatabases has databases lean on the default one only, and on its engine.
func repairDatabases(all map[string]spec.Database) {
	first, there := all["default"]
	if there {
		first.Server, first.ReplicaOf = "", ""
		all["default"] = first
	}
	for alias, db := range all {
		switch {
		case alias == "default":
			continue
		case !there:
			db.Server, db.ReplicaOf = "", ""
		case db.ReplicaOf != "" && db.External != nil:
			db.Server, db.ReplicaOf, db.Engine = "", "default", ""
		case db.Server != "" && first.External == nil:
			db.External = nil
			db.Server, db.ReplicaOf, db.Engine, db.User, db.Name = "default", "", "", "", ""
		default:
			db.Server, db.ReplicaOf = "", ""
		}
		if db.External != nil && db.ReplicaOf == "" { // on what may be the same host
			db.Name = strings.ReplaceAll(alias, "-", "_")
		}
		all[alias] = db
	}
}

// repairQueue gives Celery a broker, and its results a place that keeps them.
func repairQueue(s *spec.StackSpec) {
	c := s.Celery
	if c == nil {
		return
	}
	if s.Broker == nil {
		s.Broker = &spec.Broker{}
	}
	noResults := s.Broker.Engine == spec.BrokerRabbitMQ
	_, noDefault := s.Databases["default"]
	noDefault = !noDefault
	if c.ResultBackend == spec.ResultBroker && noResults || c.ResultBackend == spec.ResultDatabase && noDefault {
		c.ResultBackend = spec.ResultNone
	}
}

// repairAccounts gives the first admin a database.
func repairAccounts(s *spec.StackSpec) {
	if s.Superuser == nil || len(s.Databases) > 0 {
		return
	}
	s.Databases = map[string]spec.Database{"default": {}}
}

func repairExpose(s *spec.StackSpec) {
	e := s.Expose
	if e == nil {
		return
	}
	if e.Ingress != nil && e.Ingress.TLS != nil {
		e.HTTPS = nil
	}
}

// oneNode has everything run where the web server may: a volume of access mode
// ReadWriteOnce keeps all on one node.
func oneNode(s *spec.StackSpec) {
	same := func(other *spec.Scheduling) {
		other.NodeSelector, other.Tolerations = s.Web.Scheduling.NodeSelector, s.Web.Scheduling.Tolerations
	}
	same(&s.Migrate.Scheduling)
	if c := s.Celery; c != nil {
		for name, w := range c.Workers {
			same(&w.Scheduling)
			c.Workers[name] = w
		}
		if c.Beat != nil {
			same(&c.Beat.Scheduling)
		}
		if c.Flower != nil {
			same(&c.Flower.Scheduling)
		}
	}
	for name, p := range s.Processes {
		same(&p.Scheduling)
		s.Processes[name] = p
	}
	for name, c := range s.Cron {
		same(&c.Scheduling)
		s.Cron[name] = c
	}
}

// repairNetwork opens the web server instead of what does not listen.
func repairNetwork(s *spec.StackSpec) {
	database, hasDatabase := s.Databases["default"]
	cache, hasCache := s.Caches["default"]
	open := map[string]bool{
		"web":      true,
		"flower":   s.Celery != nil && s.Celery.Flower != nil,
		"database": hasDatabase && database.External == nil && database.Server == "",
		"cache":    hasCache && cache.External == nil,
		"broker":   s.Broker != nil && s.Broker.External == nil,
	}
	for name, way := range s.Network.Ingress {
		if !open[way.Component] {
			way.Component = "web"
			s.Network.Ingress[name] = way
		}
	}
}
