package django

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// seedPath is where the volumes to be seeded are mounted while the image shows what
// it has in their own places.
const seedPath = spec.OwnPath + "/seed/"

// seedScript copies each first argument's content to the second: links as they are,
// files as the user's own. Where it runs again, after a node was restarted, it
// replaces files that nobody may write.
const seedScript = `while [ $# -gt 0 ]; do
  cp -RPf "$1/." "$2" || exit 1
  shift 2
done
`

// seeding is the init container that gives writable paths what the image has there.
// It comes before all others, which may read it.
func seeding(st *stack.Stack) []corev1.Container {
	command := []string{"sh", "-c", seedScript, "seed"}
	var mounts []corev1.VolumeMount
	for i, w := range st.Spec.Django.WritablePaths {
		if *w.Seed {
			to := seedPath + strconv.Itoa(int(i))
			command = append(command, w.Path, to)
			mounts = append(mounts, corev1.VolumeMount{Name: writableVolume(i), MountPath: to})
		}
	}
	if len(mounts) == 0 {
		return nil
	}
	c := imageContainer(st, "seed", command)
	c.Resources, c.VolumeMounts = stack.ResourceRequirements(st.Spec.Migrate.Check.Resources), mounts
	return []corev1.Container{c}
}
