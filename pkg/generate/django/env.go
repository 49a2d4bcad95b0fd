package django

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Settings gives the Django processes their environment: one ConfigMap
// for what is plain, variables of their own for what is secret.
var Settings = stack.Component{
	Name: "django", Resolve: resolveEnvironment, Validate: unreachableServers, Objects: djangoConfig,
}

const (
	djangoName = "django"
	// SettingsVariable names the settings module, to Django as well.
	SettingsVariable = "DJANGO_SETTINGS_MODULE"
)

func djangoConfig(st *stack.Stack) ([]stack.Object, error) {
	if err := checkServices(st); err != nil {
		return nil, err
	}
	objects := []stack.Object{&corev1.ConfigMap{
		ObjectMeta: st.NamedMeta(djangoName, st.ObjectName("env")),
		Data:       maps.Clone(EnvironmentOf(st).Config),
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
	return objects, nil
}

// Environment is what every process of the project is told.
type Environment struct {
	// Config is what is plain.
	Config map[string]string
	// Vars is the rest: what comes from Secrets or is composed of those, in an order in
	// which each refers only to earlier ones.
	Vars []corev1.EnvVar
	// Services are the parts of it that come from bindings.
	Services []Service

	secretFiles map[string]spec.SecretKey
	mounts      []corev1.VolumeMount
}

// Service is what the project is told of one binding.
type Service struct {
	Kind   stack.BindingKind
	Config map[string]string
	Vars   []corev1.EnvVar
}

// Copy returns both parts as copies, for a container of one's own.
func (e *Environment) Copy() (config map[string]string, vars []corev1.EnvVar) {
	return maps.Clone(e.Config), stack.CopyVars(e.Vars)
}

// EnvironmentOf returns what every process of the project is told. It is only to be read.
func EnvironmentOf(st *stack.Stack) *Environment { return stack.Kept[*Environment](st) }

// resolveEnvironment collects the environment of the project: the stack's own part, then
// each binding's, then the user's, which wins.
func resolveEnvironment(st *stack.Stack) error {
	dj := st.Spec.Django
	e := &Environment{Config: djangoEnv(st), Services: services(st.Bindings), secretFiles: secretFiles(st)}
	e.mounts = projectMounts(st, e.secretFiles)
	for _, name := range dj.EnvNames.SecretKey.Given() {
		e.Vars = append(e.Vars, stack.SecretVar(name, dj.SecretKey))
	}
	for _, s := range e.Services {
		maps.Copy(e.Config, s.Config)
		e.Vars = append(e.Vars, s.Vars...)
	}
	e.addMedia(st.Spec.Media)
	e.addBuckets(st.Spec.Buckets())
	e.Vars = overridden(e.Vars, dj)
	maps.Copy(e.Config, dj.Env)
	for _, name := range sorted.Keys(dj.SecretEnv) {
		delete(e.Config, name)
		if !slices.ContainsFunc(e.Vars, func(v corev1.EnvVar) bool { return v.Name == name }) {
			e.Vars = append(e.Vars, stack.SecretVar(name, dj.SecretEnv[name]))
		}
	}
	stack.Keep(st, e)
	return nil
}

// services are what the project is told of bindings, in the order of their kinds and
// variables, wherever what they stand for runs: a database that moves out of the cluster
// keeps its place.
func services(bindings []stack.Binding) []Service {
	all := make([]Service, len(bindings))
	for i, b := range bindings {
		all[i].Kind = b.Kind
		all[i].Config, all[i].Vars = b.Env()
	}
	slices.SortStableFunc(all, func(a, b Service) int { return strings.Compare(a.key(), b.key()) })
	return all
}

// checkServices refuses a service that sets a variable of the project's own.
func checkServices(st *stack.Stack) error {
	own := djangoEnv(st)
	for _, name := range st.Spec.Django.EnvNames.SecretKey.Given() {
		own[name] = ""
	}
	for _, s := range EnvironmentOf(st).Services {
		names := sorted.Keys(s.Config)
		for _, v := range s.Vars {
			names = append(names, v.Name)
		}
		for _, name := range names {
			if _, taken := own[name]; taken && st.Environment != "" {
				return fmt.Errorf("the binding of kind %s sets the variable %s, which is one of the project's own; rename it",
					s.Kind, name)
			}
		}
	}
	return nil
}

func (s Service) key() string {
	if len(s.Vars) == 0 {
		return string(s.Kind)
	}
	return string(s.Kind) + " " + s.Vars[0].Name
}

// overridden are the variables with the user's value where there is one, each in
// its old place: Kubernetes composes a variable only of those before it.
func overridden(vars []corev1.EnvVar, dj spec.Django) []corev1.EnvVar {
	var out []corev1.EnvVar
	for _, v := range vars {
		if ref, secret := dj.SecretEnv[v.Name]; secret {
			v = stack.SecretVar(v.Name, ref)
		} else if value, plain := dj.Env[v.Name]; plain {
			if !stack.RefersTo(vars, v.Name) {
				continue // the ConfigMap has it
			}
			v = stack.LiteralVar(v.Name, value)
		}
		out = append(out, v)
	}
	return out
}

func djangoEnv(st *stack.Stack) map[string]string {
	dj := st.Spec.Django
	env := map[string]string{
		"PYTHONUNBUFFERED": "1",
		"HOME":             stack.ScratchPath,
		"STATIC_URL":       st.Spec.Static.URL,
		"STATIC_ROOT":      st.Spec.Static.Root,
	}
	if dj.Settings != "" {
		env[SettingsVariable] = dj.Settings
	}
	var allowed, origins []string
	for _, host := range st.Spec.AllowedHosts() {
		allowed = append(allowed, strings.TrimPrefix(string(host), "*"))
		origin := string(host)
		if strings.HasPrefix(origin, ".") {
			origin = "*" + origin
		}
		origins = append(origins, scheme(st)+"://"+origin+originPort(st))
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

// PodAddress returns the variables by which a process allows its own pod's address as
// a host.
func PodAddress(st *stack.Stack) []corev1.EnvVar {
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
		allowed := stack.LiteralVar(name, EnvironmentOf(st).Config[name])
		allowed.Value += dj.EnvNames.Separator + podHost(st)
		vars = append(vars, allowed)
	}
	return vars
}

// originPort is the port in the addresses of a site behind a load balancer alone,
// where it is not the scheme's own.
func originPort(st *stack.Stack) string {
	e := st.Spec.Expose
	if e == nil || e.LoadBalancer == nil || e.Ingress != nil {
		return ""
	}
	own := map[string]spec.Port{"http": 80, "https": 443}
	if e.LoadBalancer.Port == own[scheme(st)] {
		return ""
	}
	return ":" + strconv.Itoa(int(e.LoadBalancer.Port))
}

// scheme is how browsers reach the site.
func scheme(st *stack.Stack) string {
	if e := st.Spec.Expose; e != nil && *e.HTTPS {
		return "https"
	}
	return "http"
}

// EnvFrom returns where the Django processes' plain environment comes from: the ConfigMap
// called own. What a user imports comes before it ([Options]), so that it wins.
func EnvFrom(own string) []corev1.EnvFromSource {
	return []corev1.EnvFromSource{{ConfigMapRef: &corev1.ConfigMapEnvSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: own},
	}}}
}

// podHost is a pod's own address as a host that Django compares with.
func podHost(st *stack.Stack) string {
	if st.PrefersIPv6() {
		return "[" + stack.Reference("POD_IP") + "]"
	}
	return stack.Reference("POD_IP")
}
