package stack

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// BindingKind is what a service is to its clients. A component of one's own may have
// a kind of its own.
type BindingKind string

// The kinds of bindings.
const (
	// BindAny stands for every kind among what a workload uses.
	BindAny      BindingKind = "*"
	BindDatabase BindingKind = "database"
	BindCache    BindingKind = "cache"
	BindBroker   BindingKind = "broker"
	BindProcess  BindingKind = "process"
)

// Binding is a service that workloads of the stack connect to, such as a database, and
// what its clients are told of it.
type Binding struct {
	// Kind of service.
	Kind BindingKind
	// Component is the workload that serves it, "" where it is external.
	Component string
	// Name by which the uses of pods name it, where that is not Component: of one that is
	// external, or that shares its server with others.
	Name string
	// Port it listens on.
	Port int32
	// Protocol of the port; empty is TCP.
	Protocol corev1.Protocol
	// CIDR of an external service.
	CIDR string
	// Namespace of one that runs in the cluster, outside the stack.
	Namespace string
	// Variables are what its clients have to know of it. One that is composed of others
	// comes after them.
	Variables []Variable
	// Files are what they read of Secrets from files, by the path.
	Files map[string]spec.SecretKey
}

// Variable is one thing that the clients of a service have to know of it. Its value is one
// of Value, Secret and Composed.
type Variable struct {
	// Key says what it is, whatever a project calls it: "host", "password", "url".
	Key string
	// Name of the environment variable by convention: DATABASE_URL.
	Name string
	// Names are those that the project reads it from instead, if it has said so.
	Names spec.Names
	// Value is plain text.
	Value string
	// Secret is where a secret value is.
	Secret *spec.SecretKey
	// Composed is text with $(KEY) where the value of that key belongs: of a variable before
	// this one in the list, plain, secret or composed itself.
	Composed string
}

// names are the environment variables that the project reads it from, none where it
// leaves it out.
func (v Variable) names() []string { return v.Names.Or(v.Name).Given() }

// referable are the environment variables that hold a secret. One that the project leaves
// out keeps its name by convention, for what is composed of it.
func (v Variable) referable() []string {
	if names := v.names(); len(names) > 0 || v.Secret == nil {
		return names
	}
	return []string{v.Name}
}

// Conventional returns the binding with the names that variables have by convention, for
// clients other than the project.
func (b Binding) Conventional() Binding {
	b.Variables = slices.Clone(b.Variables)
	for i := range b.Variables {
		b.Variables[i].Names = nil
	}
	return b
}

// Env returns the binding's variables as clients get them: config is plain, vars are those
// that only a container's env can hold, Secrets and what is composed of them. Each of vars
// refers only to earlier ones.
func (b Binding) Env() (config map[string]string, vars []corev1.EnvVar) {
	config = map[string]string{}
	known := references{}
	for _, v := range b.Variables {
		composed := known.replaceIn(v.Composed)
		known.add(v, composed)
		for _, name := range v.referable() {
			switch {
			case v.Secret != nil:
				vars = append(vars, SecretVar(name, *v.Secret))
			case strings.Contains(composed, "$("):
				vars = append(vars, corev1.EnvVar{Name: name, Value: composed})
			default:
				config[name] = v.Value + composed
			}
		}
	}
	return config, b.withoutUnread(vars)
}

// EnvVars returns all of the binding's variables for the env of one container, such as that
// of a client which is not the project. Each refers only to earlier ones.
func (b Binding) EnvVars() []corev1.EnvVar {
	config, vars := b.Env()
	all := make([]corev1.EnvVar, 0, len(config)+len(vars))
	for _, name := range sorted.Keys(config) {
		all = append(all, LiteralVar(name, config[name]))
	}
	return append(all, vars...)
}

// references are $(KEY) and what stands in its place, in turn, for the keys so far.
type references []string

func (r references) replaceIn(composed string) string {
	if !strings.Contains(composed, "$(") {
		return composed
	}
	return strings.NewReplacer(r...).Replace(composed)
}

// add has $(KEY) stand for a variable: for its value, or where that is secret for a reference
// to the environment variable that holds it.
func (r *references) add(v Variable, composed string) {
	value := v.Value + composed
	if v.Secret != nil {
		value = Reference(v.referable()[0])
	}
	*r = append(*r, Reference(v.Key), value)
}

// withoutUnread drops Secrets that the project leaves out and nothing is composed of.
func (b Binding) withoutUnread(vars []corev1.EnvVar) []corev1.EnvVar {
	read := map[string]bool{}
	for _, v := range b.Variables {
		for _, name := range v.names() {
			read[name] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(vars), func(e corev1.EnvVar) bool {
		return !read[e.Name] && !RefersTo(vars, e.Name)
	})
}

// RefersTo reports whether one of the variables is composed of the one called name.
func RefersTo(vars []corev1.EnvVar, name string) bool {
	return slices.ContainsFunc(vars, func(e corev1.EnvVar) bool {
		return strings.Contains(e.Value, Reference(name))
	})
}

// SecretVar returns a variable with the value of a Secret's key.
func SecretVar(name string, ref spec.SecretKey) corev1.EnvVar {
	return corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{
		SecretKeyRef: &corev1.SecretKeySelector{
			LocalObjectReference: corev1.LocalObjectReference{Name: ref.Secret},
			Key:                  ref.Key,
		},
	}}
}
