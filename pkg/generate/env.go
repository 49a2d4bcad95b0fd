package generate

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// djangoComponent gives the Django processes their environment: one ConfigMap
// for what is plain, variables of their own for what is secret.
var djangoComponent = Component{Name: "django", Resolve: resolveEnvironment, Objects: djangoConfig}

const (
	djangoName = "django"
	// settingsVariable names the settings module, to Django as well.
	settingsVariable = "DJANGO_SETTINGS_MODULE"
)

func djangoConfig(st *Stack) []Object {
	objects := []Object{&corev1.ConfigMap{
		ObjectMeta: st.NamedMeta(djangoName, st.ObjectName("env")),
		Data:       maps.Clone(environmentOf(st).config),
	}}
	files := map[string]string{}
	for path, key := range st.Spec.Django.FileKeys() {
		files[key] = st.Spec.Django.Files[path].Content
	}
	if len(files) > 0 {
		objects = append(objects, &corev1.ConfigMap{
			ObjectMeta: st.NamedMeta(djangoName, st.ObjectName("files")),
			Data:       files,
		})
	}
	return objects
}

// environment is what every process of the project is told.
type environment struct {
	// config is what is plain.
	config map[string]string
	// vars is the rest: what comes from Secrets or is composed of those, in an order in
	// which each refers only to earlier ones.
	vars []corev1.EnvVar
	// services are the parts of it that come from bindings.
	services []service
}

// service is what the project is told of one binding.
type service struct {
	kind   BindingKind
	config map[string]string
	vars   []corev1.EnvVar
}

// Environment returns what every process of the project is told: config is what is plain,
// vars come from Secrets or are composed of those, in an order in which each refers only to
// earlier ones. Both are copies.
func Environment(st *Stack) (config map[string]string, vars []corev1.EnvVar) {
	e := environmentOf(st)
	return maps.Clone(e.config), copiedVars(e.vars)
}

func environmentOf(st *Stack) *environment { return Kept[*environment](st) }

// resolveEnvironment collects the environment of the project: the stack's own part, then
// each binding's, then the user's, which wins.
func resolveEnvironment(st *Stack) {
	dj := st.Spec.Django
	e := &environment{config: st.djangoEnv(), services: services(st.Bindings)}
	for _, name := range dj.EnvNames.SecretKey.Given() {
		e.vars = append(e.vars, secretVar(name, dj.SecretKey))
	}
	for _, s := range e.services {
		maps.Copy(e.config, s.config)
		e.vars = append(e.vars, s.vars...)
	}
	e.addMedia(st.Spec.Media)
	e.addBuckets(st.Spec.Buckets())
	e.vars = overridden(e.vars, dj)
	maps.Copy(e.config, dj.Env)
	for _, name := range sorted.Keys(dj.SecretEnv) {
		delete(e.config, name)
		if !slices.ContainsFunc(e.vars, func(v corev1.EnvVar) bool { return v.Name == name }) {
			e.vars = append(e.vars, secretVar(name, dj.SecretEnv[name]))
		}
	}
	Keep(st, e)
}

// services are what the project is told of bindings, in the order of their kinds and
// variables, wherever what they stand for runs: a database that moves out of the cluster
// keeps its place.
func services(bindings []Binding) []service {
	all := make([]service, len(bindings))
	for i, b := range bindings {
		all[i].kind = b.Kind
		all[i].config, all[i].vars = b.Env()
	}
	slices.SortStableFunc(all, func(a, b service) int { return strings.Compare(a.key(), b.key()) })
	return all
}

func (s service) key() string {
	if len(s.vars) == 0 {
		return string(s.kind)
	}
	return string(s.kind) + " " + s.vars[0].Name
}

// overridden are the variables with the user's value where there is one, each in
// its old place: Kubernetes composes a variable only of those before it.
func overridden(vars []corev1.EnvVar, dj spec.Django) []corev1.EnvVar {
	var out []corev1.EnvVar
	for _, v := range vars {
		if ref, secret := dj.SecretEnv[v.Name]; secret {
			v = secretVar(v.Name, ref)
		} else if value, plain := dj.Env[v.Name]; plain {
			if !refersTo(vars, v.Name) {
				continue // the ConfigMap has it
			}
			v = literalVar(v.Name, value)
		}
		out = append(out, v)
	}
	return out
}

func (st *Stack) djangoEnv() map[string]string {
	dj := st.Spec.Django
	env := map[string]string{
		"PYTHONUNBUFFERED": "1",
		"HOME":             scratchPath,
		"STATIC_URL":       st.Spec.Static.URL,
		"STATIC_ROOT":      st.Spec.Static.Root,
	}
	if dj.Settings != "" {
		env[settingsVariable] = dj.Settings
	}
	var allowed, origins []string
	for _, host := range dj.Hosts {
		allowed = append(allowed, strings.TrimPrefix(string(host), "*"))
		origin := string(host)
		if strings.HasPrefix(origin, ".") {
			origin = "*" + origin
		}
		origins = append(origins, st.scheme()+"://"+origin+st.originPort())
	}
	for _, host := range dj.InternalHosts {
		if host != spec.PodAddress {
			allowed = append(allowed, host)
		}
	}
	if dj.AnyHost {
		allowed = []string{"*"}
	}
	for _, name := range dj.EnvNames.AllowedHosts.Given() {
		env[name] = strings.Join(allowed, dj.EnvNames.Separator)
	}
	for _, name := range dj.EnvNames.CSRFTrustedOrigins.Given() {
		env[name] = strings.Join(origins, dj.EnvNames.Separator)
	}
	return env
}

// podAddress are the variables by which a process allows its own pod's address as
// a host.
func (st *Stack) podAddress() []corev1.EnvVar {
	dj := st.Spec.Django
	names := dj.EnvNames.AllowedHosts.Given()
	if dj.AnyHost || len(names) == 0 || !slices.Contains(dj.InternalHosts, spec.PodAddress) {
		return nil
	}
	vars := []corev1.EnvVar{
		{Name: "POD_IP", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{
			APIVersion: "v1", FieldPath: "status.podIP",
		}}},
	}
	for _, name := range names {
		allowed := literalVar(name, environmentOf(st).config[name])
		allowed.Value += dj.EnvNames.Separator + st.podHost()
		vars = append(vars, allowed)
	}
	return vars
}

// originPort is the port in the addresses of a site behind a load balancer alone,
// where it is not the scheme's own.
func (st *Stack) originPort() string {
	e := st.Spec.Expose
	if e == nil || e.LoadBalancer == nil || e.Ingress != nil {
		return ""
	}
	own := map[string]spec.Port{"http": 80, "https": 443}
	if e.LoadBalancer.Port == own[st.scheme()] {
		return ""
	}
	return ":" + itoa(int32(e.LoadBalancer.Port))
}

// scheme is how browsers reach the site.
func (st *Stack) scheme() string {
	if e := st.Spec.Expose; e != nil && *e.HTTPS {
		return "https"
	}
	return "http"
}

// envFrom is where the Django processes' plain environment comes from. The
// stack's own, in the ConfigMap called own, comes last and so wins.
func (st *Stack) envFrom(own string) []corev1.EnvFromSource {
	var from []corev1.EnvFromSource
	for _, name := range st.Spec.Django.EnvFrom.ConfigMaps {
		from = append(from, configMapEnv(name))
	}
	for _, name := range st.Spec.Django.EnvFrom.Secrets {
		from = append(from, corev1.EnvFromSource{SecretRef: &corev1.SecretEnvSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: name},
		}})
	}
	return append(from, configMapEnv(own))
}

func configMapEnv(name string) corev1.EnvFromSource {
	return corev1.EnvFromSource{ConfigMapRef: &corev1.ConfigMapEnvSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: name},
	}}
}
