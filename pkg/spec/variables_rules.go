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
	// at is where its name stands, or would.
	at string
	// renamed says that envNames chose its name.
	renamed bool
}

// reservedPrefix begins the names of what a stack tells its launchers, which no field may
// give.
const reservedPrefix = "DJANGOSTACK_"

// reservedVariables are those that have one name in every stack. django.env and
// django.secretEnv may give them on purpose.
var reservedVariables = []string{
	settingsVariable, "DJANGO_SUPERUSER_EMAIL", "DJANGO_SUPERUSER_PASSWORD", "DJANGO_SUPERUSER_USERNAME",
	"FLOWER_BASIC_AUTH", "FLOWER_PURGE_OFFLINE_WORKERS", "HOME", "MEDIA_ROOT", "MEDIA_URL",
	"PORT", "POD_IP", "PYTHONUNBUFFERED", "STATIC_ROOT", "STATIC_URL",
}

// validateVariables checks that no two values go by one name, of which a process
// would see the last only. What the user sets under django.env or
// django.secretEnv wins on purpose. The names nobody chose come first, so that
// one of envNames is blamed.
func validateVariables(r *report, s *DjangoStack) {
	all := slices.Concat(djangoVariables(s), serviceVariables(s), bucketVariables(s))
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
	const remedy = `choose another, or "" to leave it out`
	if reserved {
		r.invalid(v.at, "%s is used by every stack itself; %s", v.name, remedy)
		return
	}
	r.invalid(v.at, "%s is %s of %s already; %s", v.name, other.field, other.owner, remedy)
}

func djangoVariables(s *DjangoStack) []variable {
	given, fields := EnvNames{}, []naming{}
	for _, v := range djangoEnvNames {
		given[v.field] = *v.names(&s.Spec.Django.EnvNames)
		fields = append(fields, naming{field: v.field, name: v.name})
	}
	return named("spec.django", given, fields)
}

// serviceVariables are those of the databases, the caches, the broker and the mail server, as
// pkg/generate binds them.
func serviceVariables(s *DjangoStack) []variable {
	var all []variable
	for _, alias := range sorted.Keys(s.Spec.Databases) {
		db := s.Spec.Databases[alias]
		fields := databaseVariables.of(db, EnvPrefix("DATABASE", alias))
		all = append(all, named("spec.databases"+segment(alias), db.EnvNames, fields)...)
	}
	for _, alias := range sorted.Keys(s.Spec.Caches) {
		c := s.Spec.Caches[alias]
		fields := cacheVariables.of(c, EnvPrefix("CACHE", alias))
		all = append(all, named("spec.caches"+segment(alias), c.EnvNames, fields)...)
	}
	if b := s.Spec.Broker; b != nil {
		fields := brokerVariables.of(brokerOf{*b, s.Spec.Celery}, "BROKER")
		all = append(all, named("spec.broker", b.EnvNames, fields)...)
	}
	if m := s.Spec.Mail; m != nil {
		all = append(all, named("spec.mail", m.EnvNames, mailVariables.of(m, "EMAIL"))...)
	}
	for _, name := range sorted.Keys(s.Spec.Services) {
		owner := "spec.services" + segment(name)
		for _, told := range sorted.Keys(s.Spec.Services[name].Bindings) {
			all = append(all, variable{told, owner, "one of the bindings", owner + ".bindings" + segment(told), true})
		}
	}
	return all
}

func bucketVariables(s *DjangoStack) []variable {
	var all []variable
	for _, b := range s.Spec.Buckets() {
		var told []naming
		for _, setting := range b.Settings() {
			if setting.Value != "" || setting.SecretKey != "" {
				told = append(told, naming{field: setting.Key, name: b.Prefix + setting.Name})
			}
		}
		all = append(all, named("spec."+b.Use+".bucket", b.EnvNames, told)...)
	}
	return all
}

// naming is a field and the name its variable has by default. One that URLs are
// composed of keeps that name where it is left out.
type naming struct {
	field, name string
	composed    bool
}

// named are the variables of one owner.
func named(owner string, given EnvNames, fields []naming) []variable {
	var all []variable
	for _, f := range fields {
		names, at := given[f.field], owner+".envNames."+f.field
		renamed := len(names) > 0
		if !renamed || f.composed && len(names.Given()) == 0 {
			names, renamed = Names{f.name}, false
		}
		for i, name := range names {
			all = append(all, variable{name, owner, f.field, nameAt(at, names, i), renamed && name != f.name})
		}
	}
	return all
}
