package stack

import (
	"encoding/json"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// What a user says of the pods of a component, its [spec.PodOptions], is applied here and
// nowhere else: a component hands it over with its [Workload].

// optionsOf returns what the user says of a component's pods. It is only to be read.
func (st *Stack) optionsOf(component string) *spec.PodOptions {
	if o := st.options[component]; o != nil {
		return o
	}
	return &spec.PodOptions{}
}

// configure gives the containers of a pod what the user says of them: the first of its
// Containers, which is the component's own, and as to variables all others that read the
// environment of the project as well.
func configure(p *Pod, o *spec.PodOptions) {
	for _, list := range [][]corev1.Container{p.Init, p.Containers} {
		for i := range list {
			if c := &list[i]; len(c.EnvFrom) > 0 {
				addVariables(c, o)
			}
		}
	}
	if len(p.Containers) == 0 {
		return
	}
	main := &p.Containers[0]
	if len(main.EnvFrom) == 0 {
		addVariables(main, o)
	}
	main.Args = append(main.Args, LiteralCommand(o.Args)...)
	if len(main.Resources.Requests) == 0 && len(main.Resources.Limits) == 0 {
		main.Resources = ResourceRequirements(o.Resources)
	}
}

// addVariables gives a container the variables of the user, each in the place of one of the
// same name: Kubernetes composes a variable only of those before it. What is imported comes
// before what the container imports by itself, which wins.
func addVariables(c *corev1.Container, o *spec.PodOptions) {
	c.EnvFrom = append(imported(o.EnvFrom), c.EnvFrom...)
	for _, v := range userVariables(o.Env, o.SecretEnv) {
		setVariable(c, v)
	}
}

// userVariables are those that a user gives a container by name.
func userVariables(env map[string]string, secretEnv map[string]spec.SecretKey) []corev1.EnvVar {
	var all []corev1.EnvVar
	for _, name := range sorted.Keys(env) {
		all = append(all, LiteralVar(name, env[name]))
	}
	for _, name := range sorted.Keys(secretEnv) {
		all = append(all, SecretVar(name, secretEnv[name]))
	}
	return all
}

// imported are the ConfigMaps and Secrets that a user imports: of the same variable the last
// one wins.
func imported(from spec.EnvFrom) []corev1.EnvFromSource {
	var all []corev1.EnvFromSource
	for _, source := range from.ConfigMaps {
		all = append(all, corev1.EnvFromSource{Prefix: source.Prefix, ConfigMapRef: &corev1.ConfigMapEnvSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: source.Name}, Optional: orNil(source.Optional),
		}})
	}
	for _, source := range from.Secrets {
		all = append(all, corev1.EnvFromSource{Prefix: source.Prefix, SecretRef: &corev1.SecretEnvSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: source.Name}, Optional: orNil(source.Optional),
		}})
	}
	return all
}

// orNil is a switch as Kubernetes has it, nil where it is off by default.
func orNil(on bool) *bool {
	if !on {
		return nil
	}
	return &on
}

// hostAliases are those of a pod, in the order of the addresses.
func hostAliases(given map[string][]string) []corev1.HostAlias {
	var all []corev1.HostAlias
	for _, address := range sorted.Keys(given) {
		all = append(all, corev1.HostAlias{IP: address, Hostnames: slices.Clone(given[address])})
	}
	return all
}

// affinity is a user's as Kubernetes has it: the same in JSON.
func affinity(given spec.Affinity) *corev1.Affinity {
	data, err := json.Marshal(given)
	if err != nil || string(data) == "{}" {
		return nil
	}
	var a corev1.Affinity
	if err := json.Unmarshal(data, &a); err != nil {
		panic(fmt.Sprintf("affinity: %v", err)) // a field of another type, which its test finds
	}
	return &a
}

func setVariable(c *corev1.Container, v corev1.EnvVar) {
	if i := slices.IndexFunc(c.Env, func(own corev1.EnvVar) bool { return own.Name == v.Name }); i >= 0 {
		c.Env[i] = v
		return
	}
	c.Env = append(c.Env, v)
}

// workloadMeta is the metadata of the object of a kind that makes a component's pods.
func (st *Stack) workloadMeta(component, kind string) metav1.ObjectMeta {
	o := st.optionsOf(component)
	meta := st.NamedMeta(component, st.NameOf(kind, component))
	meta.Labels = st.labels(component, o.WorkloadLabels)
	meta.Annotations = annotated(meta.Annotations, o.WorkloadAnnotations)
	return meta
}

// annotated are annotations with others, which win. None are no map.
func annotated(annotations, others map[string]string) map[string]string {
	if len(others) == 0 {
		return annotations
	}
	return Merged(annotations, others)
}
