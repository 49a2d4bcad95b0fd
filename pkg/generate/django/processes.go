package django

import (
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Processes is the project's own long-running commands.
var Processes = stack.Component{Name: processName, Publish: publishProcesses, Objects: processObjects}

const (
	processName = "process"
	// processPort names the port of a process. Nothing is known of what it
	// speaks; meshes take a port named so for what it is.
	processPort = "tcp"
)

func publishProcesses(st *stack.Stack) error {
	for _, name := range sorted.Keys(st.Spec.Processes) {
		p := st.Spec.Processes[name]
		w := Workload(st, processComponent(name), processScale(p).Max(), &p.DjangoPodOptions)
		if p.Port != 0 {
			w.Ports = map[string]int32{portName(p): int32(p.Port)}
			st.Bind(stack.Binding{Kind: stack.BindProcess, Component: w.Component, Port: int32(p.Port)})
		}
		st.Publish(w)
	}
	return nil
}

// portName is the name of a process' port.
func portName(p spec.Process) string {
	if p.HTTP != nil {
		return HTTPPort
	}
	return processPort
}

func processComponent(name string) string { return processName + "-" + name }

func processScale(p spec.Process) stack.Scale {
	if *p.Singleton {
		return stack.FixedScale(min(stack.Scale{Replicas: p.Replicas}.Max(), 1))
	}
	return stack.Scale{Replicas: p.Replicas, Autoscaling: p.Autoscaling}
}

func processObjects(st *stack.Stack) ([]stack.Object, error) {
	var objects []stack.Object
	for _, name := range sorted.Keys(st.Spec.Processes) {
		p, component := st.Spec.Processes[name], processComponent(name)
		made := processPod(st, component, p)
		objects = append(objects, processDeployment(st, made, p))
		if p.Port != 0 {
			objects = append(objects, st.PortService(component, portName(p), int32(p.Port)))
		}
		objects = append(objects, st.ScalingObjects(made, processScale(p))...)
	}
	return objects, nil
}

func processDeployment(st *stack.Stack, made stack.Pod, p spec.Process) stack.Object {
	if *p.Singleton {
		return SingletonDeployment(st, made, processScale(p), p.AsSingleton())
	}
	return st.Deployment(made, processScale(p), appsv1.RollingUpdateDeploymentStrategyType)
}

func processPod(st *stack.Stack, component string, p spec.Process) stack.Pod {
	out := Process{
		Name:    processName,
		Command: p.Command,
		Probes:  processProbes(st, p),
	}
	if p.Port != 0 {
		out.Ports = []corev1.ContainerPort{{
			Name: portName(p), ContainerPort: int32(p.Port), Protocol: corev1.ProtocolTCP,
		}}
		out.Env = []corev1.EnvVar{{Name: "PORT", Value: strconv.Itoa(int(p.Port))}}
	}
	if p.HTTP != nil {
		out.Env = append(out.Env, PodAddress(st)...)
		out.Lifecycle = stack.Drain(p.HTTP.Shutdown.Delay)
	}
	return ProcessPod(st, component, out, WaitForMigrations(st)...)
}

// processProbes ask the port, where there is one.
func processProbes(st *stack.Stack, p spec.Process) stack.Probes {
	var all stack.Probes
	if p.Port != 0 {
		all = stack.PortProbes(portName(p))
	}
	return all.Custom(p.Probes, HTTPHandler(st, "", portName(p)))
}
