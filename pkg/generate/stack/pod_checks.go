package stack

import (
	"cmp"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"
)

// checkPod refuses a pod that no cluster takes, by what a component gets wrong that makes a pod,
// or adds to that of another.
func checkPod(o Object) error {
	pod := PodSpecOf(o)
	if pod == nil {
		return nil
	}
	volumes := map[string]bool{}
	if set, ok := o.(*appsv1.StatefulSet); ok {
		for i := range set.Spec.VolumeClaimTemplates {
			volumes[set.Spec.VolumeClaimTemplates[i].Name] = true
		}
	}
	err := checkPodSpec(pod, volumes)
	if t := PodTemplateOf(o); t != nil && err == nil {
		err = cmp.Or(checkKeys("label", t.Labels), checkKeys("annotation", t.Annotations))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", describe(o), err)
	}
	return nil
}

// checkPodSpec refuses what is wrong with the containers and volumes of a pod, which has further
// volumes.
func checkPodSpec(pod *corev1.PodSpec, volumes map[string]bool) error {
	for i := range pod.Volumes {
		volumes[pod.Volumes[i].Name] = true
	}
	err := checkNames(pod.InitContainers, pod.Containers, pod.Volumes)
	for _, list := range [][]corev1.Container{pod.InitContainers, pod.Containers} {
		for i := range list {
			if err == nil {
				err = checkContainer(&list[i], volumes)
			}
		}
	}
	return err
}

// checkNames refuses illegal names, and two containers or two volumes of one name.
func checkNames(initContainers, containers []corev1.Container, volumes []corev1.Volume) error {
	seen := map[string]bool{}
	for _, list := range [][]corev1.Container{initContainers, containers} {
		for i := range list {
			name := list[i].Name
			if name != "" && len(validation.IsDNS1123Label(name)) > 0 {
				return fmt.Errorf("container %q: "+illegalName, name)
			}
			if seen[name] {
				return fmt.Errorf("container %q: there are two of this name; rename one", name)
			}
			seen[list[i].Name] = true
		}
	}
	clear(seen)
	for i := range volumes {
		if name := volumes[i].Name; len(validation.IsDNS1123Label(name)) > 0 {
			return fmt.Errorf("volume %q: "+illegalName, name)
		} else if seen[name] {
			return fmt.Errorf("volume %q: there are two of this name; rename one", name)
		}
		seen[volumes[i].Name] = true
	}
	return nil
}

const illegalName = "the name must be of lower-case letters, digits and '-'; choose another"

func checkContainer(c *corev1.Container, volumes map[string]bool) error {
	if c.Name == "" || c.Image == "" {
		return fmt.Errorf("container %q: must have a name and an image; set both", c.Name)
	}
	if err := cmp.Or(checkPorts(c.Ports), checkEnv(c.Env)); err != nil {
		return fmt.Errorf("container %s: %w", c.Name, err)
	}
	mounted := map[string]bool{}
	for _, m := range c.VolumeMounts {
		switch {
		case !volumes[m.Name]:
			return fmt.Errorf("container %s: mounts the volume %q, which the pod does not have; add it to the Volumes",
				c.Name, m.Name)
		case mounted[m.MountPath]:
			return fmt.Errorf("container %s: two volumes are mounted at %s; choose another path for one, or if it is %s, "+
				"leave yours out", c.Name, m.MountPath, ScratchPath)
		}
		mounted[m.MountPath] = true
	}
	for _, v := range c.Env {
		if v.ValueFrom == nil || v.ValueFrom.SecretKeyRef == nil {
			continue
		}
		if ref := v.ValueFrom.SecretKeyRef; ref.Name == "" || ref.Key == "" {
			return fmt.Errorf("container %s: variable %s: its Secret must have a name and a key; set both", c.Name, v.Name)
		}
	}
	return nil
}

// checkAccounts refuses pods of a component that is not published: the ServiceAccount that
// they run as follows from that, and so do their network policies.
func (c *contributed) checkAccounts() error {
	for i, o := range c.objects {
		template := PodTemplateOf(o)
		if template == nil {
			continue
		}
		component, account := template.Labels[LabelComponent], template.Spec.ServiceAccountName
		if _, published := c.stack.once[component]; published || account != c.stack.ObjectName(component) {
			continue
		}
		id := identity{kind: schema.GroupKind{Kind: "ServiceAccount"}, name: account}
		if _, made := c.byID[id]; made {
			continue
		}
		return &ComponentError{Component: c.owners[i], Err: fmt.Errorf(
			"%s: its pods are of %q, which no component publishes, so they have no ServiceAccount; publish a Workload of "+
				"that name", describe(o), component)}
	}
	return nil
}
