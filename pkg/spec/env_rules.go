package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/sorted"
)

func validateEnv(r *report, s *DjangoStack) {
	dj := s.Spec.Django
	r.environment("spec.django", dj.Env, dj.SecretEnv)
	if v := dj.Version; v != "" && (len(numbers(v)) < 2 || !consistsOf(v, digits+".")) {
		r.invalid("spec.django.version", `%q must be a version of Django; write one such as "6.1"`, v)
	}
	validateDebug(r, s)
	for _, v := range djangoEnvNames {
		r.names("spec.django.envNames."+v.field, *v.names(&s.Spec.Django.EnvNames))
	}
}

// environment checks the variables under env and secretEnv at a path.
func (r *report) environment(path string, env map[string]string, secretEnv map[string]SecretKey) {
	for _, name := range sorted.Keys(env) {
		at := path + ".env" + segment(name)
		r.variable(at, name)
		r.textValue(at, env[name])
		if size := len(name + "=" + env[name]); size >= bounds.Word {
			r.tooLong(at, size)
		}
		if _, both := secretEnv[name]; both {
			r.forbidden(at, "cannot be combined with the same variable under secretEnv; remove one of them")
		}
	}
	for _, name := range sorted.Keys(secretEnv) {
		r.variable(path+".secretEnv"+segment(name), name)
	}
}

// validateDebug goes by the names projects give the variable.
func validateDebug(r *report, s *DjangoStack) {
	if s.Spec.Profile != ProfileProd {
		return
	}
	r.debug("spec.django.env", s.Spec.Django.Env)
	for _, p := range djangoPods(&s.Spec) {
		r.debug(p.path+".env", p.Env)
	}
}

func (r *report) debug(path string, env map[string]string) {
	for _, name := range []string{"DEBUG", "DJANGO_DEBUG"} {
		switch strings.ToLower(env[name]) {
		case "1", "on", "true", "yes":
			r.warn(path+"."+name, "shows settings and source code to anybody who meets an error, in production; "+
				"turn it off there, or set profile: dev")
		}
	}
}

// variable checks the name of an environment variable: what a shell, an env
// file and Python all take, and none of the launchers'.
func (r *report) variable(path, name string) {
	switch {
	case !isVariable(name):
		r.invalid(path, "%q must be the name of a variable; write letters, digits and underscores, no digit first", name)
	case strings.HasPrefix(name, reservedPrefix):
		r.invalid(path, "%s must not begin with %s, as the variables of the stack's own scripts do; choose another name",
			name, reservedPrefix)
	}
	r.textKey(path, name)
}

func isVariable(name string) bool {
	return name != "" && (name[0] < '0' || name[0] > '9') && consistsOf(name, letters+digits+"_")
}

// envNames checks the new names of a service's variables.
func (r *report) envNames(path string, given EnvNames, known []string) {
	for _, what := range sorted.Keys(given) {
		at := path + ".envNames" + segment(what)
		if !slices.Contains(known, what) {
			r.invalid(at, "%s", "must be one of its variables: "+specType().UnknownValue(what, known))
		} else {
			r.names(at, given[what])
		}
	}
}

// names checks new names of a variable.
func (r *report) names(at string, names Names) {
	for i, name := range names {
		place := nameAt(at, names, i)
		switch {
		case name != "":
			r.variable(place, name)
		case len(names) > 1:
			r.invalid(place, `must not be empty beside other names; remove it, or write "" alone to leave the variable out`)
		}
	}
}

// nameAt is where one of several names stands: a single one may stand alone.
func nameAt(at string, names Names, i int) string {
	if len(names) == 1 {
		return at
	}
	return fmt.Sprintf("%s[%d]", at, i)
}
