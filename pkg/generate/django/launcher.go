package django

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Launcher is the script that runs inside Django what pods of the project wait
// for and what a release's Jobs do.
var Launcher = stack.Component{Name: "launcher", Objects: launcherObjects}

const (
	// ReleaseName is the component of the release's Job.
	ReleaseName = "release"

	launcherVolume = "release-launcher"
	launcherPath   = spec.OwnPath + "/release"
	// LauncherFile is what each launcher's script is called where it is mounted.
	LauncherFile = "launcher.py"
)

//go:embed django_launcher.py
var releaseScript string

func launcherObjects(st *stack.Stack) ([]stack.Object, error) {
	if !launches(st) {
		return nil, nil
	}
	return []stack.Object{&corev1.ConfigMap{
		ObjectMeta: st.NamedMeta(ReleaseName, st.ObjectName("launcher")),
		Data:       map[string]string{LauncherFile: releaseScript},
	}}, nil
}

// launches reports whether any pod runs the launcher.
func launches(st *stack.Stack) bool {
	return st.Spec.HasReleaseJob() || *st.Spec.Migrate.Check.Enabled || st.Spec.Static.Mode == spec.StaticBucket
}

// JobVars tells a pod the Job and the namespace it is of.
func JobVars() []corev1.EnvVar {
	return []corev1.EnvVar{
		fieldVar("DJANGOSTACK_JOB", "metadata.labels['batch.kubernetes.io/job-name']"),
		fieldVar("DJANGOSTACK_NAMESPACE", "metadata.namespace"),
	}
}

func fieldVar(name, path string) corev1.EnvVar {
	return corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{
		FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: path},
	}}
}

// LauncherMount returns the mount of the launcher in a container.
func LauncherMount() corev1.VolumeMount {
	return corev1.VolumeMount{Name: launcherVolume, MountPath: launcherPath, ReadOnly: true}
}
