package generate

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// processesComponent is the project's own long-running commands.
var processesComponent = Component{Name: processName, Publish: publishProcesses, Objects: processObjects}

const (
	processName = "process"
	// processPort names the port of a process. Nothing is known of what it
	// speaks; meshes take a port named so for what it is.
	processPort = "tcp"
)

func publishProcesses(st *Stack) {
	for _, name := range sorted.Keys(st.Spec.Processes) {
		p := st.Spec.Processes[name]
		w := st.projectWorkload(processComponent(name), processScale(p).most())
		if p.Port != 0 {
			w.Ports = map[string]int32{processPort: int32(p.Port)}
			st.Bind(Binding{Kind: BindProcess, Component: w.Component, Port: int32(p.Port)})
		}
		st.Publish(w)
	}
}

func processComponent(name string) string { return processName + "-" + name }

func processScale(p spec.Process) scale {
	if *p.Singleton {
		return fixed(min(scale{replicas: p.Replicas}.most(), 1))
	}
	return scale{p.Replicas, p.Autoscaling}
}

func processObjects(st *Stack) []Object {
	var objects []Object
	for _, name := range sorted.Keys(st.Spec.Processes) {
		p, component := st.Spec.Processes[name], processComponent(name)
		made := st.processPod(component, p)
		objects = append(objects, st.processDeployment(made, p))
		if p.Port != 0 {
			objects = append(objects, st.portService(component, processPort, int32(p.Port)))
		}
		objects = append(objects, st.scalingObjects(made, processScale(p))...)
	}
	return objects
}

func (st *Stack) processDeployment(made Pod, p spec.Process) Object {
	if *p.Singleton {
		return st.aloneDeployment(made, processScale(p), p.Port, p.Probes)
	}
	return st.deployment(made, processScale(p), appsv1.RollingUpdateDeploymentStrategyType)
}

func (st *Stack) processPod(component string, p spec.Process) Pod {
	out := process{
		name:      processName,
		command:   p.Command,
		resources: p.Resources,
		tmp:       p.TmpSize,
		probes:    st.processProbes(p),
	}
	if p.Port != 0 {
		out.ports = []corev1.ContainerPort{{
			Name: processPort, ContainerPort: int32(p.Port), Protocol: corev1.ProtocolTCP,
		}}
		out.env = []corev1.EnvVar{{Name: "PORT", Value: itoa(int32(p.Port))}}
	}
	made := st.djangoPod(component, out, st.gate()...)
	made.Grace = p.GracePeriod.Seconds()
	made.Scheduling = p.Scheduling
	return made
}

// processProbes: of a command nothing is known but whether its port, where it
// has one, takes connections. Five minutes to load, a minute to recover.
func (st *Stack) processProbes(p spec.Process) probes {
	var startup, readiness, liveness *corev1.Probe
	if p.Port != 0 {
		startup = check(tcpHandler(processPort), timing{5, 5, 60})
		readiness = check(tcpHandler(processPort), timing{10, 5, 3})
		liveness = check(tcpHandler(processPort), timing{10, 5, 6})
	}
	return probes{
		startup:   st.probe(p.Probes.Startup, processPort, startup),
		readiness: st.probe(p.Probes.Readiness, processPort, readiness),
		liveness:  st.probe(p.Probes.Liveness, processPort, liveness),
	}
}

// portService makes a component's one port reachable under its own number.
func (st *Stack) portService(component, name string, port int32) Object {
	return &corev1.Service{
		ObjectMeta: st.Meta(component),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: st.Selector(component),
			Ports: []corev1.ServicePort{{
				Name:       name,
				Port:       port,
				Protocol:   corev1.ProtocolTCP,
				TargetPort: intstr.FromString(name),
			}},
		},
	}
}
