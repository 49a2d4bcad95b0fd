package services

import (
	"strconv"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Services are the containers of other images.
var Services = stack.Component{Name: "services", Publish: publish, Objects: objects}

// BindService is the kind of the services that the project is told of.
const BindService stack.BindingKind = "service"

// ComponentName is the component of a service.
func ComponentName(name string) string { return "service-" + name }

func publish(st *stack.Stack) error {
	for _, name := range sorted.Keys(st.Spec.Services) {
		one := st.Spec.Services[name]
		w := stack.Workload{
			Component: ComponentName(name),
			Image:     one.Image,
			Ports:     map[string]int32{},
			Protocols: map[string]corev1.Protocol{},
			Replicas:  scale(one).Max(),
			Options:   &one.PodOptions,
		}
		for _, port := range ports(one) {
			w.Ports[port], w.Protocols[port] = int32(one.Ports[port].Port), corev1.Protocol(one.Ports[port].Protocol)
		}
		st.Publish(w)
		bind(st, name, one)
	}
	return nil
}

// bind tells the project of a service that has bindings, and lets it connect to all of its
// ports.
func bind(st *stack.Stack, name string, one spec.Service) {
	if len(one.Bindings) == 0 {
		return
	}
	told := variables(st, name, one)
	for _, port := range ports(one) {
		st.Bind(stack.Binding{
			Kind: BindService, Component: ComponentName(name), Variables: told,
			Port: int32(one.Ports[port].Port), Protocol: corev1.Protocol(one.Ports[port].Protocol),
		})
		told = nil
	}
}

// variables are those of bindings, and the Secrets that they are composed of.
func variables(st *stack.Stack, name string, one spec.Service) []stack.Variable {
	known := []string{stack.Reference("HOST"), st.ObjectName(ComponentName(name))}
	if main := one.MainPort(); main != "" {
		known = append(known, stack.Reference("PORT"), number(one.Ports[main]))
	}
	for _, port := range sorted.Keys(one.Ports) {
		known = append(known, stack.Reference(spec.PortReference(port)), number(one.Ports[port]))
	}
	var all []stack.Variable
	for _, key := range sorted.Keys(one.SecretEnv) {
		all = append(all, stack.Variable{
			Key: key, Name: spec.EnvName(ComponentName(name)) + "__" + key, Names: spec.Names{""},
			Secret: new(one.SecretEnv[key]),
		})
	}
	values := strings.NewReplacer(known...)
	for _, told := range sorted.Keys(one.Bindings) {
		v := stack.Variable{Key: "bindings." + told, Name: told}
		switch text := values.Replace(one.Bindings[told]); {
		case !strings.Contains(text, "$("):
			v.Value = text
		case secretOf(one, text) != nil:
			v.Secret = secretOf(one, text)
		default:
			v.Composed = text
		}
		all = append(all, v)
	}
	return all
}

// secretOf is the Secret that a text is a reference to and nothing else.
func secretOf(one spec.Service, text string) *spec.SecretKey {
	for key, ref := range one.SecretEnv {
		if text == stack.Reference(key) {
			return &ref
		}
	}
	return nil
}

// ports are the names of those of a service in their order, but for those that have the number
// of another, which is wrong.
func ports(one spec.Service) []string {
	var names []string
	inContainer, inService := map[spec.Port]bool{}, map[spec.Port]bool{}
	for _, name := range sorted.Keys(one.Ports) {
		if p := one.Ports[name]; !inContainer[p.Port] && !inService[p.ServicePort] {
			names = append(names, name)
			inContainer[p.Port], inService[p.ServicePort] = true, true
		}
	}
	return names
}

func number(p spec.ServicePort) string { return strconv.Itoa(int(p.ServicePort)) }

func scale(one spec.Service) stack.Scale {
	return stack.Scale{Replicas: one.Replicas, Autoscaling: one.Autoscaling}
}

func objects(st *stack.Stack) ([]stack.Object, error) {
	var all []stack.Object
	for _, name := range sorted.Keys(st.Spec.Services) {
		all = append(all, serviceObjects(st, name, st.Spec.Services[name])...)
	}
	return all, nil
}

func serviceObjects(st *stack.Stack, name string, one spec.Service) []stack.Object {
	component := ComponentName(name)
	var all []stack.Object
	if data := contents(one); len(data) > 0 {
		all = append(all, &corev1.ConfigMap{ObjectMeta: st.Meta(component), Data: data})
	}
	if len(one.Ports) > 0 {
		all = append(all, withPorts(st.PortService(component, "", 0), one))
	}
	made := pod(st, name, one)
	if one.Storage != nil {
		storage := spec.Storage{Size: one.Storage.Size, Class: one.Storage.Class}
		return append(all,
			withPorts(st.HeadlessService(component, "", 0), one),
			st.Claim(component, storage, corev1.ReadWriteOnce),
			st.StatefulSet(made, min(scale(one).Max(), 1)))
	}
	all = append(all, st.Deployment(made, scale(one), appsv1.RollingUpdateDeploymentStrategyType))
	return append(all, st.ScalingObjects(made, scale(one))...)
}

// withPorts gives a Service the ports of one of ours.
func withPorts(s *corev1.Service, one spec.Service) *corev1.Service {
	s.Spec.Ports = nil
	for _, name := range ports(one) {
		s.Spec.Ports = append(s.Spec.Ports, corev1.ServicePort{
			Name: name, Port: int32(one.Ports[name].ServicePort), Protocol: corev1.Protocol(one.Ports[name].Protocol),
			TargetPort: intstr.FromString(name),
		})
	}
	return s
}
