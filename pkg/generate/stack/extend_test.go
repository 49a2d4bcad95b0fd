package stack_test

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// adds is a change of a pod: one more container.
func adds(c corev1.Container) func(*stack.Stack, *stack.Pod) {
	return func(_ *stack.Stack, p *stack.Pod) { p.Containers = append(p.Containers, c) }
}

// TestExtendedPodsAreChecked: what a component adds to the pods of another is refused by its own
// name, where no API server would take the pods.
func TestExtendedPodsAreChecked(t *testing.T) {
	ports := func(ports ...corev1.ContainerPort) func(*stack.Stack, *stack.Pod) {
		return adds(corev1.Container{Name: "b", Image: "b", Ports: ports})
	}
	vars := func(names ...string) func(*stack.Stack, *stack.Pod) {
		c := corev1.Container{Name: "b", Image: "b"}
		for _, name := range names {
			c.Env = append(c.Env, corev1.EnvVar{Name: name})
		}
		return adds(c)
	}
	const name = "the name must be of lower-case letters, digits and '-'; choose another"
	for _, c := range []struct {
		reason string
		extend func(*stack.Stack, *stack.Pod)
		want   string
	}{
		{"a sidecar", adds(corev1.Container{Name: "b", Image: "b"}), ""},
		{"no name", adds(corev1.Container{Image: "b"}), `container "": must have a name and an image; set both`},
		{"an illegal name", adds(corev1.Container{Name: "My_B", Image: "b"}), `container "My_B": ` + name},
		{"a taken name", adds(corev1.Container{Name: "a", Image: "b"}), `container "a": there are two of this name; rename one`},
		{"a name of an init container", func(_ *stack.Stack, p *stack.Pod) {
			p.Init = append(p.Init, corev1.Container{Name: "a", Image: "b"})
		}, `container "a": there are two of this name; rename one`},
		{"no image", adds(corev1.Container{Name: "b"}), `container "b": must have a name and an image; set both`},
		{"no containers", func(_ *stack.Stack, p *stack.Pod) { p.Containers = nil }, "the pod has no containers; give it one"},
		{"a port's name", ports(corev1.ContainerPort{Name: "HTTP", ContainerPort: 80}), `container b: port "HTTP": the name must be ` +
			"of at most 15 lower-case letters, digits and '-'; choose another"},
		{"a port's number", ports(corev1.ContainerPort{Name: "http"}), `container b: port "http": 0 must be between 1 and 65535; correct it`},
		{
			"a port's name twice", ports(corev1.ContainerPort{Name: "a", ContainerPort: 1}, corev1.ContainerPort{Name: "a", ContainerPort: 2}),
			"container b: there are two ports of the name a; rename one",
		},
		{
			"a port twice", ports(corev1.ContainerPort{ContainerPort: 1}, corev1.ContainerPort{ContainerPort: 1}),
			"container b: has the port 1 twice; remove one",
		},
		{"TCP and UDP", ports(corev1.ContainerPort{ContainerPort: 1, Protocol: "TCP"}, corev1.ContainerPort{ContainerPort: 1, Protocol: "UDP"}), ""},
		{"a variable's name", vars("A=B"), `container b: variable "A=B": the name must be of printable characters other than '='; ` +
			"choose another"},
		{"a variable twice", vars("A", "A"), "container b: sets the variable A twice; remove one"},
		{"the volume of all pods", func(_ *stack.Stack, p *stack.Pod) {
			p.Volumes = append(p.Volumes, stack.ScratchVolume("tmp"))
		}, `volume "tmp": there are two of this name; rename one`},
		{"the path of all pods", func(_ *stack.Stack, p *stack.Pod) {
			p.Containers[0].VolumeMounts = []corev1.VolumeMount{{Name: "tmp", MountPath: "/tmp"}}
		}, "container a: two volumes are mounted at /tmp; choose another path for one, or if it is /tmp, leave yours out"},
		{"no volume", func(_ *stack.Stack, p *stack.Pod) {
			p.Containers[0].VolumeMounts = []corev1.VolumeMount{{Name: "b", MountPath: "/b"}}
		}, `container a: mounts the volume "b", which the pod does not have; add it to the Volumes`},
		{"a label", func(_ *stack.Stack, p *stack.Pod) {
			p.Labels = map[string]string{"a b": ""}
		}, `label "a b": the key must be one such as team or example.com/team; choose another`},
		{"another component's pods", func(_ *stack.Stack, p *stack.Pod) {
			p.Component = "b"
		}, `pods of search: has changed Component to "b"; leave it`},
	} {
		t.Run(c.reason, func(t *testing.T) {
			search := publishing("search", runs(stack.Workload{Component: "search"}))
			search.Objects = func(st *stack.Stack) ([]stack.Object, error) {
				return []stack.Object{st.StatefulSet(stack.Pod{
					Component: "search", Containers: []corev1.Container{{Name: "a", Image: "a"}},
				}, 1)}, nil
			}
			st, err := stack.Resolve(shop(), search, stack.Component{Name: "house", ExtendPod: c.extend})
			if err != nil {
				t.Fatal(err)
			}
			_, err = st.Build()
			if c.want == "" {
				wantComponentError(t, err, "", "")
				return
			}
			wantComponentError(t, err, "house", c.want)
		})
	}
}
