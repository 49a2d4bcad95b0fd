package web

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	serverName         = "server"
	serverConfigVolume = "server-launcher"
	serverConfigPath   = spec.OwnPath + "/server"
)

//go:embed server_launcher.py
var serverScript string

// serverCommand is the web server's command line: in exec form, so that the server
// is process 1 and gets the signals. The launcher runs it with the interpreter of
// the management commands, so that it comes from the same virtual environment.
func serverCommand(st *stack.Stack) []string {
	w := st.Spec.Web
	if !launchesServer(st) {
		return w.Command
	}
	s := serverOf(st)
	launcher := serverConfigPath + "/" + django.LauncherFile
	command := append([]string{django.Python(st), launcher, string(w.Server)}, s.always...)
	for _, one := range s.settings {
		if value := one.onCommandLine(); value != "" {
			command = append(command, one.option, value)
		}
	}
	return command
}

// serverDefaults are what the server is told by way of the launcher.
func serverDefaults(st *stack.Stack) []corev1.EnvVar {
	if !launchesServer(st) {
		return nil
	}
	d := django.Defaults{}
	for _, one := range serverOf(st).settings {
		if one.onCommandLine() == "" && one.assumed != nil {
			d[one.name] = one.assumed
		}
	}
	return django.DefaultsEnv(d)
}

// launchesServer reports a server of the ones there are, and no command of the
// user's own.
func launchesServer(st *stack.Stack) bool { return len(st.Spec.Web.Command) == 0 }

// serverConfig is the ConfigMap of the launcher.
func serverConfig(st *stack.Stack) []stack.Object {
	if !launchesServer(st) {
		return nil
	}
	return []stack.Object{&corev1.ConfigMap{
		ObjectMeta: st.NamedMeta(django.WebName, st.ObjectName(serverName)),
		Data:       map[string]string{django.LauncherFile: serverScript},
	}}
}

func serverMounts(st *stack.Stack) []corev1.VolumeMount {
	if !launchesServer(st) {
		return nil
	}
	return []corev1.VolumeMount{{Name: serverConfigVolume, MountPath: serverConfigPath, ReadOnly: true}}
}
