package stack

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// checkEnv refuses variables of a container that no API server takes.
func checkEnv(vars []corev1.EnvVar) error {
	for i := range vars {
		if name := vars[i].Name; len(validation.IsRelaxedEnvVarName(name)) > 0 {
			return fmt.Errorf("variable %q: the name must be of printable characters other than '='; choose another", name)
		}
	}
	return nil
}

// checkSetOnce refuses a variable that a container sets twice. What the spec says twice its own
// rules refuse.
func checkSetOnce(containers []corev1.Container) error {
	for i := range containers {
		set := map[string]bool{}
		for _, v := range containers[i].Env {
			if set[v.Name] {
				return fmt.Errorf("container %s: sets the variable %s twice; remove one", containers[i].Name, v.Name)
			}
			set[v.Name] = true
		}
	}
	return nil
}

// checkPorts refuses ports of a container that no API server takes, or takes for one.
func checkPorts(ports []corev1.ContainerPort) error {
	names, numbers := map[string]bool{}, map[corev1.ContainerPort]bool{}
	for _, p := range ports {
		number := p
		number.Name = ""
		switch {
		case p.Name != "" && len(validation.IsValidPortName(p.Name)) > 0:
			return fmt.Errorf("port %q: the name must be of at most 15 lower-case letters, digits and '-'; choose "+
				"another", p.Name)
		case len(validation.IsValidPortNum(int(p.ContainerPort))) > 0:
			return fmt.Errorf("port %q: %d must be between 1 and 65535; correct it", p.Name, p.ContainerPort)
		case p.Name != "" && names[p.Name]:
			return fmt.Errorf("there are two ports of the name %s; rename one", p.Name)
		case numbers[number]:
			return fmt.Errorf("has the port %d twice; remove one", p.ContainerPort)
		}
		names[p.Name], numbers[number] = true, true
	}
	return nil
}
