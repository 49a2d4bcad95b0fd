package generate

import (
	_ "embed"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	serverName         = "server"
	serverConfigVolume = "server-launcher"
	serverConfigPath   = spec.OwnPath + "/server"
)

//go:embed templates/server.py
var serverScript string

// serverCommand is the web server's command line: in exec form, so that the server
// is process 1 and gets the signals. The launcher runs it with the interpreter of
// the management commands, so that it comes from the same virtual environment.
func (st *Stack) serverCommand() []string {
	w := st.Spec.Web
	if !st.launchesServer() {
		return w.Command
	}
	s := st.server()
	command := append([]string{st.python(), serverConfigPath + "/" + launcherFile, string(w.Server)}, s.always...)
	for _, one := range s.settings {
		if value := one.onCommandLine(); value != "" {
			command = append(command, one.option, value)
		}
	}
	return command
}

// serverDefaults are what the server is told by way of the launcher.
func (st *Stack) serverDefaults() []corev1.EnvVar {
	if !st.launchesServer() {
		return nil
	}
	d := defaults{}
	for _, one := range st.server().settings {
		if one.onCommandLine() == "" && one.assumed != nil {
			d[one.name] = one.assumed
		}
	}
	return defaultsEnv(d)
}

// launchesServer reports a server of the ones there are, and no command of the
// user's own.
func (st *Stack) launchesServer() bool { return len(st.Spec.Web.Command) == 0 }

// serverConfig is the ConfigMap of the launcher.
func (st *Stack) serverConfig() []Object {
	if !st.launchesServer() {
		return nil
	}
	return []Object{&corev1.ConfigMap{
		ObjectMeta: st.NamedMeta(webName, st.ObjectName(serverName)),
		Data:       map[string]string{launcherFile: serverScript},
	}}
}

func (st *Stack) serverMounts() []corev1.VolumeMount {
	if !st.launchesServer() {
		return nil
	}
	return []corev1.VolumeMount{{Name: serverConfigVolume, MountPath: serverConfigPath, ReadOnly: true}}
}

func itoa(n int32) string { return strconv.Itoa(int(n)) }

func seconds(d *spec.Duration) string { return strconv.FormatInt(d.Seconds(), 10) }
