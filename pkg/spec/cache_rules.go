package spec

import "github.com/djangostack/djangostack/internal/sorted"

func validateCaches(r *report, s *DjangoStack) {
	for _, alias := range sorted.Keys(s.Spec.Caches) {
		c, path := s.Spec.Caches[alias], "spec.caches"+segment(alias)
		r.name(path, alias)
		r.version(path, c.Version)
		r.bytes(path+".memory", c.Memory)
		limit := c.Resources.Limits.Memory
		if c.External == nil && limit != nil && c.Memory.Cmp(*limit) >= 0 {
			r.invalid(path+".memory", "%s must be less than the container's memory limit, %s, at which the kernel kills it; "+
				"lower it or raise resources.limits.memory", c.Memory, limit)
		}
		if c.Engine == CacheMemcached {
			validateMemcached(r, path, c)
		}
		r.index(path+".index", *c.Index, databasesIn(c.Config, c.External))
		r.aclUser(path+".user", c.User, c.External)
		for _, name := range sorted.Keys(c.Config) {
			if SettingName(name) == "maxmemory" {
				r.forbidden(path+".config"+segment(name), "has a field of its own; write memory")
			}
		}
		r.config(path+".config", string(c.Engine), c.Config, limit)
		r.envNames(path, c.EnvNames, cacheVariables.keys())
		r.external(path+".external", ComponentName("cache", alias), c.External, s)
		r.besideBroker(path, c, s)
	}
}

func validateMemcached(r *report, path string, c Cache) {
	const remedy = "; remove it, or use redis or valkey"
	if c.Password != nil {
		r.forbidden(path+".password", "memcached has no passwords"+remedy)
	}
	if c.User != "" {
		r.forbidden(path+".user", "memcached has no users"+remedy)
	}
	if *c.Index != 0 {
		r.forbidden(path+".index", "memcached has no databases"+remedy)
	}
	if len(c.Options) > 0 {
		r.forbidden(path+".options", "memcached's URL has none"+remedy)
	}
	if c.External != nil && *c.External.TLS {
		r.forbidden(path+".external.tls", "Django's memcached backends do not speak TLS"+remedy)
	}
}

// index checks a Redis database's number.
func (r *report) index(path string, index int32, databases int64) {
	if int64(index) >= databases {
		r.invalid(path, "%d must be at most %d, the server's last database; write a lower number, or raise config.databases",
			index, databases-1)
	}
}

// aclUser checks a user of Redis or Valkey. The servers in the cluster have one user,
// whom nobody names.
func (r *report) aclUser(path, user string, x *ExternalService) {
	switch {
	case user == "":
	case x == nil:
		r.forbidden(path, "a server in the cluster has only the default user; remove it, or use an external one")
	case !consistsOf(user, userLetters):
		r.invalid(path, "%q must be the name of a user; write letters, digits, dots, dashes, underscores, @ and +", user)
	}
}

const userLetters = letters + digits + "._-@+"

// besideBroker checks a cache and a broker that are one server: what keeps tasks must
// not be filled or emptied by what forgets.
func (r *report) besideBroker(path string, c Cache, s *DjangoStack) {
	b := s.Spec.Broker
	if b == nil || c.External == nil || c.Engine == CacheMemcached || b.Engine == BrokerRabbitMQ {
		return
	}
	if b.External == nil {
		if s.namesService(c.External.Host, "broker") {
			r.invalid(path+".external.host", "%s is the stack's own broker, which accepts no tasks once a cache has "+
				"filled it; remove external to get a separate cache", c.External.Host)
		}
		return
	}
	if b.External.Host != c.External.Host || b.External.Port != c.External.Port {
		return
	}
	if *c.Index == *b.Index || *c.Index == *b.ResultIndex && s.Spec.brokerKeepsResults() {
		r.invalid(path+".index", "%d of %s has Celery's tasks or results, and clearing the cache would delete them; "+
			"write another number, such as 2", *c.Index, c.External.Host)
	}
}

func (s *StackSpec) brokerKeepsResults() bool {
	return s.Celery != nil && s.Celery.ResultBackend == ResultBroker
}
