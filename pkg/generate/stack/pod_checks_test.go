package stack_test

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// search is a component of one pod, which edit changes.
func search(edit func(*stack.Pod), claims ...corev1.PersistentVolumeClaim) stack.Component {
	c := publishing("search", runs(stack.Workload{Component: "search"}))
	c.Objects = func(st *stack.Stack) ([]stack.Object, error) {
		p := stack.Pod{Component: "search", Containers: []corev1.Container{{Name: "search", Image: "search:1"}}}
		edit(&p)
		set := st.StatefulSet(p, 1)
		set.Spec.VolumeClaimTemplates = claims
		return []stack.Object{set}, nil
	}
	return c
}

// TestPodsAreChecked: a pod that no cluster takes is refused by the name of the component that
// made it so.
func TestPodsAreChecked(t *testing.T) {
	mount := func(volume, path string) func(*stack.Pod) {
		return func(p *stack.Pod) {
			p.Containers[0].VolumeMounts = append(p.Containers[0].VolumeMounts, corev1.VolumeMount{Name: volume, MountPath: path})
		}
	}
	sidecar := corev1.Container{Name: "search", Image: "sidecar:1"}
	claim := corev1.PersistentVolumeClaim{}
	claim.Name = "data"
	extending := func(extend func(*stack.Pod)) []stack.Component {
		return []stack.Component{search(func(*stack.Pod) {}), {
			Name: "house", ExtendPod: func(_ *stack.Stack, p *stack.Pod) { extend(p) },
		}}
	}
	unpublished := search(func(*stack.Pod) {})
	unpublished.Publish = nil
	const of = "apps/v1 StatefulSet shop-search: "
	for _, c := range []struct {
		reason     string
		components []stack.Component
		component  string // that is named
		want       string // "" if all is well
	}{
		{"a pod", []stack.Component{search(func(*stack.Pod) {})}, "", ""},
		{"a mounted claim template", []stack.Component{search(mount("data", "/data"), claim)}, "", ""},
		{
			"a volume that is not there",
			[]stack.Component{search(mount("data", "/data"))},
			"search",
			of + `container search: mounts the volume "data", which the pod does not have; add it to the Volumes`,
		},
		{
			"the kit's own mount",
			[]stack.Component{search(mount("tmp", "/tmp"))},
			"search",
			of + "container search: two volumes are mounted at /tmp; choose another path for one, or if it is /tmp, leave yours out",
		},
		{
			"the kit's own volume",
			[]stack.Component{search(func(p *stack.Pod) {
				p.Volumes = []corev1.Volume{stack.EmptyDir("tmp", nil)}
			})},
			"search",
			of + `volume "tmp": there are two of this name; rename one`,
		},
		{
			"no image",
			[]stack.Component{search(func(p *stack.Pod) { p.Containers[0].Image = "" })},
			"search",
			of + `container "search": must have a name and an image; set both`,
		},
		{
			"a Secret without a name",
			[]stack.Component{search(func(p *stack.Pod) {
				p.Containers[0].Env = []corev1.EnvVar{{Name: "KEY", ValueFrom: &corev1.EnvVarSource{
					SecretKeyRef: &corev1.SecretKeySelector{Key: "KEY"},
				}}}
			})},
			"search",
			of + "container search: variable KEY: its Secret must have a name and a key; set both",
		},
		{
			"two containers of a name",
			[]stack.Component{search(func(p *stack.Pod) { p.Init = []corev1.Container{sidecar} })},
			"search",
			of + `container "search": there are two of this name; rename one`,
		},
		{
			"whoever adds the second", extending(func(p *stack.Pod) { p.Init = []corev1.Container{sidecar} }), "house",
			`container "search": there are two of this name; rename one`,
		},
		{
			"nobody publishes it",
			[]stack.Component{unpublished},
			"search",
			of + `its pods are of "search", which no component publishes, so they have no ServiceAccount; publish a Workload of ` +
				`that name`,
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			st, err := stack.Resolve(shop(), c.components...)
			if err != nil {
				t.Fatal(err)
			}
			_, err = st.Build()
			wantComponentError(t, err, c.component, c.want)
		})
	}
}

// TestUnpublishedWithAccount: a component may make the ServiceAccount itself.
func TestUnpublishedWithAccount(t *testing.T) {
	made := search(func(*stack.Pod) {})
	made.Publish = nil
	pods := made.Objects
	made.Objects = func(st *stack.Stack) ([]stack.Object, error) {
		objects, err := pods(st)
		return append(objects, &corev1.ServiceAccount{ObjectMeta: st.Meta("search")}), err
	}
	st, err := stack.Resolve(shop(), made)
	if err != nil {
		t.Fatal(err)
	}
	objects, err := st.Build()
	if err != nil {
		t.Fatal(err)
	}
	_, err = st.Mutate(objects, func(_ *stack.Stack, all []stack.Object) ([]stack.Object, error) {
		for _, o := range all {
			if set, ok := o.(*appsv1.StatefulSet); ok {
				set.Spec.Template.Spec.Containers[0].Image = ""
			}
		}
		return all, nil
	})
	wantComponentError(t, err, "", `apps/v1 StatefulSet shop-search: container "search": must have a name and an image; set both`)
}
