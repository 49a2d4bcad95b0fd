package spec

import (
	"slices"

	"github.com/djangostack/djangostack/internal/sorted"
)

// variable is an environment variable the stack gives its Django processes.
type variable struct {
	name string
	// what it holds: a field of a service, or of django.
	owner, field string
	// renamed says that envNames chose its name.
	renamed bool
}

// reservedVariables are those that have one name in every stack.
var reservedVariables = []string{
	"AWS_ACCESS_KEY_ID", "AWS_S3_CUSTOM_DOMAIN", "AWS_S3_ENDPOINT_URL", "AWS_S3_REGION_NAME",
	"AWS_SECRET_ACCESS_KEY", "AWS_STORAGE_BUCKET_NAME", "DJANGO_SETTINGS_MODULE", "DJANGO_SUPERUSER_EMAIL",
	"DJANGO_SUPERUSER_PASSWORD", "DJANGO_SUPERUSER_USERNAME", "DJANGOSTACK_HEARTBEAT", "FLOWER_BASIC_AUTH",
	"FLOWER_PURGE_OFFLINE_WORKERS", "HOME", "MEDIA_ROOT", "MEDIA_URL", "PORT", "POD_IP", "PYTHONUNBUFFERED", "STATIC_ROOT",
	"STATIC_URL",
}

// validateVariables checks that no two values go by one name, of which a process
// would see the last only. What the user sets under django.env or
// django.secretEnv wins on purpose. The names nobody chose come first, so that
// one of envNames is blamed.
func validateVariables(r *report, s *DjangoStack) {
	all := slices.Concat(djangoVariables(s), serviceVariables(s))
	first := make(map[string]variable, len(all))
	for _, renamed := range []bool{false, true} {
		for _, v := range all {
			if v.renamed == renamed && v.name != "" {
				r.variableOnce(v, first)
			}
		}
	}
}

func (r *report) variableOnce(v variable, first map[string]variable) {
	other, taken := first[v.name]
	reserved := slices.Contains(reservedVariables, v.name)
	if !taken && !reserved {
		first[v.name] = v
		return
	}
	at, remedy := v.owner+".envNames."+v.field, "choose another"
	if v.owner != "spec.django" {
		remedy += `, or "" to leave it out`
	}
	if reserved {
		r.invalid(at, "%s has a meaning in every stack; %s", v.name, remedy)
		return
	}
	r.invalid(at, "%s is %s of %s already; %s", v.name, other.field, other.owner, remedy)
}

func djangoVariables(s *DjangoStack) []variable {
	n := s.Spec.Django.EnvNames
	return []variable{
		{n.SecretKey, "spec.django", "secretKey", n.SecretKey != "SECRET_KEY"},
		{n.AllowedHosts, "spec.django", "allowedHosts", n.AllowedHosts != "ALLOWED_HOSTS"},
		{n.CSRFTrustedOrigins, "spec.django", "csrfTrustedOrigins", n.CSRFTrustedOrigins != "CSRF_TRUSTED_ORIGINS"},
	}
}

// serviceVariables are those of the databases, the caches and the broker, as
// pkg/generate binds them.
func serviceVariables(s *DjangoStack) []variable {
	var all []variable
	for _, alias := range sorted.Keys(s.Spec.Databases) {
		db, fields := s.Spec.Databases[alias], []string{"url", "engine", "host", "port", "name", "user", "password"}
		if db.External != nil && len(db.External.Options) > 0 {
			fields = append(fields, "options")
		}
		all = append(all, variables("spec.databases"+segment(alias), EnvPrefix("DATABASE", alias), db.EnvNames, fields...)...)
	}
	for _, alias := range sorted.Keys(s.Spec.Caches) {
		c, fields := s.Spec.Caches[alias], []string{"url", "host", "port"}
		if c.Engine != CacheMemcached {
			fields = append(fields, "index")
		}
		if c.Password != nil {
			fields = append(fields, "password")
		}
		if c.External.overTLS() {
			fields = append(fields, "tls")
		}
		all = append(all, variables("spec.caches"+segment(alias), EnvPrefix("CACHE", alias), c.EnvNames, fields...)...)
	}
	return append(all, brokerVariables(s)...)
}

func brokerVariables(s *DjangoStack) []variable {
	b := s.Spec.Broker
	if b == nil {
		return nil
	}
	fields := []string{"url", "host", "port"}
	if b.Engine == BrokerRabbitMQ {
		fields = append(fields, "user")
	}
	if b.Password != nil {
		fields = append(fields, "password")
	}
	if b.External.overTLS() {
		fields = append(fields, "tls")
	}
	if s.Spec.Celery != nil && s.Spec.Celery.ResultBackend != ResultNone {
		fields = append(fields, "resultBackend")
	}
	all := variables("spec.broker", "BROKER", b.EnvNames, fields...)
	for i, v := range all {
		switch {
		case v.renamed:
		case v.field == "url":
			all[i].name = "CELERY_BROKER_URL"
		case v.field == "resultBackend":
			all[i].name = "CELERY_RESULT_BACKEND"
		}
	}
	return all
}

// variables are those of one service: PREFIX_FIELD, where renamed does not say
// otherwise. A password that is left out keeps its name, since the URL is
// composed of it.
func variables(owner, prefix string, renamed map[string]string, fields ...string) []variable {
	all := make([]variable, len(fields))
	for i, field := range fields {
		name, given := renamed[field]
		if given = given && (name != "" || field != "password"); !given {
			name = prefix + "_" + EnvName(field)
		}
		all[i] = variable{name, owner, field, given}
	}
	return all
}
