package spec

// serviceFields are what the variables of a kind of service hold, by their keys in
// envNames.
type serviceFields[T any] []serviceField[T]

// serviceField is one of them.
type serviceField[T any] struct {
	field string
	// given reports whether a service has the variable; nil: always.
	given func(T) bool
	// composed reports whether URLs are composed of it, so that there is the variable even
	// if envNames leaves it out; nil: never.
	composed func(T) bool
}

// keys are those of envNames.
func (all serviceFields[T]) keys() []string {
	keys := make([]string, len(all))
	for i, f := range all {
		keys[i] = f.field
	}
	return keys
}

// of are the variables that a service has, by their default names.
func (all serviceFields[T]) of(service T, prefix string) []naming {
	var found []naming
	for _, f := range all {
		if f.given == nil || f.given(service) {
			composed := f.composed != nil && f.composed(service)
			found = append(found, naming{f.field, VariableName(prefix, f.field), composed})
		}
	}
	return found
}

func always[T any](T) bool { return true }

var databaseVariables = serviceFields[Database]{
	{field: "url"},
	{field: "engine"},
	{field: "host"},
	{field: "port"},
	{field: "name"},
	{field: "user", composed: func(db Database) bool { return db.External != nil && db.External.Secret != "" }},
	{field: "password", composed: always[Database]},
	{field: "options", given: func(db Database) bool { return len(db.URLOptions()) > 0 }},
	{field: "ca", given: func(db Database) bool { return db.External != nil && db.External.CA != nil }},
}

var cacheVariables = serviceFields[Cache]{
	{field: "url"},
	{field: "host"},
	{field: "port"},
	{field: "user", given: func(c Cache) bool { return c.User != "" }},
	{field: "password", given: func(c Cache) bool { return c.Password != nil }, composed: always[Cache]},
	{field: "index", given: func(c Cache) bool { return c.Engine != CacheMemcached }},
	{field: "tls", given: func(c Cache) bool { return c.External.overTLS() }},
	{field: "ca", given: func(c Cache) bool { return c.External.hasCA() }},
}

// brokerOf is a broker with what uses it.
type brokerOf struct {
	Broker
	celery *Celery
}

var brokerVariables = serviceFields[brokerOf]{
	{field: "url"},
	{field: "host"},
	{field: "port"},
	{field: "user", given: func(b brokerOf) bool { return b.User != "" }},
	{field: "password", given: func(b brokerOf) bool { return b.Password != nil }, composed: always[brokerOf]},
	{field: "vhost", given: func(b brokerOf) bool { return b.Engine == BrokerRabbitMQ }},
	{field: "index", given: func(b brokerOf) bool { return b.Engine != BrokerRabbitMQ }},
	{field: "tls", given: func(b brokerOf) bool { return b.External.overTLS() }},
	{field: "ca", given: func(b brokerOf) bool { return b.External.hasCA() }},
	{field: "resultBackend", given: func(b brokerOf) bool {
		return b.celery != nil && b.celery.ResultBackend != ResultNone
	}},
}

var mailVariables = serviceFields[*Mail]{
	{field: "url"},
	{field: "host"},
	{field: "port"},
	{field: "user", given: func(m *Mail) bool { return m.User != "" }},
	{field: "password", given: func(m *Mail) bool { return m.Password != nil }, composed: always[*Mail]},
	{field: "startTLS", given: func(m *Mail) bool { return m.TLS == MailStartTLS }},
	{field: "implicitTLS", given: func(m *Mail) bool { return m.TLS == MailImplicitTLS }},
	{field: "from", given: func(m *Mail) bool { return m.From != "" }},
}

// djangoEnvNames are the variables of section django whose names can be chosen.
var djangoEnvNames = []struct {
	field, name string // in envNames, and by default
	names       func(*DjangoEnvNames) *Names
}{
	{"secretKey", "SECRET_KEY", func(n *DjangoEnvNames) *Names { return &n.SecretKey }},
	{"allowedHosts", "ALLOWED_HOSTS", func(n *DjangoEnvNames) *Names { return &n.AllowedHosts }},
	{"csrfTrustedOrigins", "CSRF_TRUSTED_ORIGINS", func(n *DjangoEnvNames) *Names { return &n.CSRFTrustedOrigins }},
}
