package manifests

import (
	"reflect"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// Data is what a template reads. The fields are those of the template's dot.
type Data struct {
	// Values are those of spec.values, in this environment.
	Values map[string]any
	// Environment is the name of the environment; "" for the base, where no environment is
	// applied.
	Environment string
	// Stack is the stack.
	Stack Stack
	// Component is what the objects of this manifest belong to.
	Component Component
}

// Stack is what a template knows of the stack.
type Stack struct {
	// Name of the stack.
	Name string
	// Namespace it runs in.
	Namespace string
	// Image of the project with tag or digest, and how it is pulled.
	Image            string
	ImagePullPolicy  string
	ImagePullSecrets []string
	// Hosts are those of django.hosts.
	Hosts []string
	// SecretName is the name of the stack's own Secret.
	SecretName string
	// Components are all that run, by the name in the label app.kubernetes.io/component.
	Components map[string]Component
}

// Component is what a template knows of one part of the stack.
type Component struct {
	// Name of its objects, such as the Service of one that listens.
	Name string
	// Ports it listens on, by name.
	Ports map[string]int32
	// Labels of its objects. Selector are those that pick its pods, and PodLabels those that
	// its pods have, so that network policies know them.
	Labels, Selector, PodLabels map[string]string
}

// dataOf returns what the template of a manifest reads.
func dataOf(st *stack.Stack, manifest string) map[string]any {
	s := Stack{
		Name:             st.Name,
		Namespace:        st.Spec.Namespace.Name,
		Image:            image(st),
		ImagePullPolicy:  string(st.Spec.Image.PullPolicy),
		ImagePullSecrets: st.Spec.Image.PullSecrets,
		SecretName:       st.Spec.Secrets.Name,
		Components:       map[string]Component{},
	}
	for _, host := range st.Spec.Django.Hosts {
		s.Hosts = append(s.Hosts, string(host))
	}
	for i := range st.Workloads {
		w := &st.Workloads[i]
		s.Components[w.Component] = componentOf(st, w.Component, numbers(w.AllPorts()))
	}
	own := ComponentName(manifest)
	d := Data{Values: st.Spec.Values, Environment: st.Environment, Stack: s, Component: componentOf(st, own, nil)}
	if w := st.Workload(own); w != nil {
		d.Component.Ports = numbers(w.AllPorts())
	}
	return fieldsOf(reflect.ValueOf(d)).(map[string]any)
}

// numbers are those of ports by their names.
func numbers(ports []stack.Port) map[string]int32 {
	all := map[string]int32{}
	for _, p := range ports {
		all[p.Name] = p.Number
	}
	return all
}

func componentOf(st *stack.Stack, component string, ports map[string]int32) Component {
	return Component{
		Name: st.ObjectName(component), Ports: ports, Labels: st.Labels(component), Selector: st.Selector(component),
		PodLabels: st.PodLabels(component),
	}
}

func image(st *stack.Stack) string {
	name := string(st.Spec.Image.Repository)
	switch {
	case st.Spec.Image.Digest != "":
		return name + "@" + st.Spec.Image.Digest
	case st.Spec.Image.Tag != "":
		return name + ":" + st.Spec.Image.Tag
	default:
		return name
	}
}

// fieldsOf returns a value with maps for structs.
func fieldsOf(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Struct:
		m := map[string]any{}
		for f, value := range v.Fields() {
			m[f.Name] = fieldsOf(value)
		}
		return m
	case reflect.Map:
		m := map[string]any{}
		for key, value := range v.Seq2() {
			m[key.String()] = fieldsOf(value)
		}
		return m
	default:
		return v.Interface()
	}
}
