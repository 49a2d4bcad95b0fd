package django

import (
	"net/url"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// variables collects what clients are told of a service, each variable by its key in
// envNames.
type variables struct {
	prefix  string
	renamed spec.EnvNames
	all     []stack.Variable
}

// variablesOf begin with prefix, where the spec does not rename them.
func variablesOf(prefix string, renamed spec.EnvNames) *variables {
	return &variables{prefix: prefix, renamed: renamed}
}

func (v *variables) add(key string, one stack.Variable) {
	one.Key, one.Name, one.Names = key, spec.VariableName(v.prefix, key), v.renamed[key]
	v.all = append(v.all, one)
}

// plain adds a value that is no secret.
func (v *variables) plain(key, value string) { v.add(key, stack.Variable{Value: value}) }

// secret adds a value of a Secret and returns the reference to it.
func (v *variables) secret(key string, ref spec.SecretKey) string {
	v.add(key, stack.Variable{Secret: &ref})
	return stack.Reference(key)
}

// composed adds a value that may refer to variables added before.
func (v *variables) composed(key, value string) { v.add(key, stack.Variable{Composed: value}) }

// tls says that a service is reached over TLS; nothing says that it is not.
func (v *variables) tls(at Endpoint) {
	if at.tls {
		v.plain("tls", "true")
	}
	v.authority(at)
}

// authority says where the certificate is that a service's is checked by.
func (v *variables) authority(at Endpoint) {
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
func (v *variables) binding(kind stack.BindingKind, name string, at Endpoint) stack.Binding {
	return stack.Binding{
		Kind:      kind,
		Component: at.component,
		Name:      name,
		Port:      at.port,
		CIDR:      at.cidr,
		Namespace: at.namespace,
		Variables: v.all,
		Files:     at.files,
	}
}

// DatabaseBinding tells Django of a database. The schemes are the ones that
// dj-database-url and django-environ both read.
func DatabaseBinding(alias string, db spec.Database, at Endpoint) stack.Binding {
	v := variablesOf(spec.EnvPrefix("DATABASE", alias), db.EnvNames)
	v.plain("engine", db.Backend)
	v.plain("host", at.host)
	v.plain("port", strconv.Itoa(int(at.port)))
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
	return v.binding(stack.BindDatabase, spec.ComponentName(DatabaseName, alias), at)
}

// CacheBinding tells Django of a cache. Its own RedisCache, django-redis and
// django-environ all read redis://, for Valkey too; django-environ makes
// PyMemcacheCache of pymemcache:// (memcache:// is a backend Django 4.1 removed).
func CacheBinding(alias string, c spec.Cache, at Endpoint) stack.Binding {
	v := variablesOf(spec.EnvPrefix("CACHE", alias), c.EnvNames)
	v.plain("host", at.host)
	v.plain("port", strconv.Itoa(int(at.port)))
	v.tls(at)
	if c.Engine == spec.CacheMemcached {
		v.composed("url", address{scheme: "pymemcache", host: at.host, port: at.port}.String())
		return v.binding(stack.BindCache, spec.ComponentName(CacheName, alias), at)
	}
	v.plain("index", strconv.Itoa(int(*c.Index)))
	whole := address{scheme: at.scheme("redis"), host: at.host, port: at.port, path: strconv.Itoa(int(*c.Index))}
	whole.options = redisOptions(c.Options, at)
	whole.user, whole.password = v.login(c.User, c.Password)
	v.composed("url", whole.String())
	return v.binding(stack.BindCache, spec.ComponentName(CacheName, alias), at)
}

// redisOptions are the options of a redis:// URL, with the authority's certificate
// under the name that redis-py has for it.
func redisOptions(given map[string]string, at Endpoint) map[string]string {
	all := stack.Merged(nil, given)
	if at.authority != "" {
		all["ssl_ca_certs"] = at.authority
	}
	return all
}
