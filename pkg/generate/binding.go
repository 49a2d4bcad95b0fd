package generate

import (
	"net/url"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// variables collects a binding's part of the environment, each variable by its
// key in envNames.
type variables struct {
	stack   *Stack
	prefix  string
	renamed spec.EnvNames
	wanted  map[string]bool // their names
	config  map[string]string
	vars    []corev1.EnvVar
}

// variables begin with prefix, where the spec does not rename them.
func (st *Stack) variables(prefix string, renamed spec.EnvNames) *variables {
	return &variables{
		stack: st, prefix: prefix, renamed: renamed, wanted: map[string]bool{}, config: map[string]string{},
	}
}

// names are the variable's names, none where the spec leaves it out.
func (v *variables) names(key string) []string {
	names := v.renamed[key].Or(spec.VariableName(v.prefix, key)).Given()
	for _, name := range names {
		v.wanted[name] = true
	}
	return names
}

// plain adds a value that is no secret.
func (v *variables) plain(key, value string) {
	for _, name := range v.names(key) {
		v.config[name] = value
	}
}

// secret adds a value of a Secret and returns the reference to it. A variable
// that is left out keeps its default name for the URL that is composed of it;
// where there is none, binding drops it.
func (v *variables) secret(key string, ref spec.SecretKey) string {
	names := v.names(key)
	if len(names) == 0 {
		names = []string{spec.VariableName(v.prefix, key)}
	}
	for _, name := range names {
		v.vars = append(v.vars, v.stack.secretVar(name, ref))
	}
	return reference(names[0])
}

// composed adds a value that may refer to variables added before. Only a
// container's env expands references, a ConfigMap does not.
func (v *variables) composed(key, value string) {
	for _, name := range v.names(key) {
		if strings.Contains(value, "$(") {
			v.vars = append(v.vars, corev1.EnvVar{Name: name, Value: value})
		} else {
			v.config[name] = value
		}
	}
}

// tls says that a service is reached over TLS; nothing says that it is not.
func (v *variables) tls(at endpoint) {
	if at.tls {
		v.plain("tls", "true")
	}
	v.authority(at)
}

// authority says where the certificate is that a service's is checked by.
func (v *variables) authority(at endpoint) {
	if at.authority != "" {
		v.plain("ca", at.authority)
	}
}

// login adds who logs in to a cache or broker, and returns both for the URL.
func (v *variables) login(name string, password *spec.SecretKey) (user, reference string) {
	if name != "" {
		v.plain("user", name)
	}
	if password != nil {
		reference = v.secret("password", *password)
	}
	return name, reference
}

// binding is what was collected, for a service of kind at an endpoint.
func (v *variables) binding(kind BindingKind, at endpoint) Binding {
	vars := slices.DeleteFunc(slices.Clone(v.vars), func(e corev1.EnvVar) bool {
		return !v.wanted[e.Name] && !refersTo(v.vars, e.Name)
	})
	return Binding{
		Kind:      kind,
		Component: at.component,
		Port:      at.port,
		CIDR:      at.cidr,
		Namespace: at.namespace,
		Config:    v.config,
		Vars:      vars,
	}
}

// refersTo says whether one of the variables is composed of the one called name.
func refersTo(vars []corev1.EnvVar, name string) bool {
	return slices.ContainsFunc(vars, func(e corev1.EnvVar) bool {
		return strings.Contains(e.Value, reference(name))
	})
}

// databaseBinding tells Django of a database. The schemes are the ones that
// dj-database-url and django-environ both read.
func (st *Stack) databaseBinding(alias string, db spec.Database, at endpoint) Binding {
	v := st.variables(spec.EnvPrefix("DATABASE", alias), db.EnvNames)
	v.plain("engine", db.Backend)
	v.plain("host", at.host)
	v.plain("port", itoa(at.port))
	v.plain("name", db.Name)
	v.authority(at)
	options := db.URLOptions()
	if at.authority != "" && db.Engine == spec.EnginePostgres {
		options["sslrootcert"] = at.authority
	}
	if len(options) > 0 {
		v.plain("options", query(options))
	}
	whole := address{scheme: db.Scheme, host: at.host, port: at.port, path: url.PathEscape(db.Name), options: options}
	if at.secret != "" {
		whole.user = v.secret("user", spec.SecretKey{Secret: at.secret, Key: corev1.BasicAuthUsernameKey})
		whole.password = v.secret("password", spec.SecretKey{Secret: at.secret, Key: corev1.BasicAuthPasswordKey})
	} else {
		v.plain("user", db.User)
		whole.user = db.User
		whole.password = v.secret("password", db.Password)
	}
	v.composed("url", whole.String())
	return v.binding(BindDatabase, at)
}

// cacheBinding tells Django of a cache. Its own RedisCache, django-redis and
// django-environ all read redis://, for Valkey too; django-environ makes
// PyMemcacheCache of pymemcache:// (memcache:// is a backend Django 4.1 removed).
func (st *Stack) cacheBinding(alias string, c spec.Cache, at endpoint) Binding {
	v := st.variables(spec.EnvPrefix("CACHE", alias), c.EnvNames)
	v.plain("host", at.host)
	v.plain("port", itoa(at.port))
	v.tls(at)
	if c.Engine == spec.CacheMemcached {
		v.composed("url", address{scheme: "pymemcache", host: at.host, port: at.port}.String())
		return v.binding(BindCache, at)
	}
	v.plain("index", itoa(*c.Index))
	whole := address{scheme: at.scheme("redis"), host: at.host, port: at.port, path: itoa(*c.Index)}
	whole.options = redisOptions(c.Options, at)
	whole.user, whole.password = v.login(c.User, c.Password)
	v.composed("url", whole.String())
	return v.binding(BindCache, at)
}

// redisOptions are the options of a redis:// URL, with the authority's certificate
// under the name that redis-py has for it.
func redisOptions(given map[string]string, at endpoint) map[string]string {
	all := union(nil, given)
	if at.authority != "" {
		all["ssl_ca_certs"] = at.authority
	}
	return all
}
