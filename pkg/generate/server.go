package generate

import (
	"fmt"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	serverConfigVolume = "server-config"
	serverConfigPath   = "/etc/djangostack/server"
)

// serverCommand is the web server's command line: in exec form, so that the
// server is process 1 and gets the signals; with as many workers as the CPU
// limit asks for, never the node's cores.
func (st *Stack) serverCommand() []string {
	w := st.Spec.Web
	if len(w.Command) > 0 {
		return w.Command
	}
	switch w.Server {
	case spec.ServerUWSGI:
		return []string{"uwsgi", "--ini", serverConfigPath + "/uwsgi.ini"}
	case spec.ServerUvicorn:
		return append(uvicornCommand(w), st.keepAlive("--timeout-keep-alive")...)
	case spec.ServerGranian:
		return granianCommand(w)
	case spec.ServerDaphne:
		return daphneCommand(w)
	default:
		return append(gunicornCommand(w), st.keepAlive("--keep-alive")...)
	}
}

// idleSeconds is longer than the minute for which ingress-nginx and the load
// balancers of clouds keep a connection. Where the server ends it first, a
// request may be on its way, and is lost if it is none that can be repeated
// (gunicorn's documentation of keepalive; Heroku's on HTTP routing).
const idleSeconds = 75

// keepAlive has the server keep idle connections for whoever is in front of it.
// nginx beside it makes one for each request.
func (st *Stack) keepAlive(option string) []string {
	if st.Spec.Proxy != nil {
		return nil
	}
	return []string{option, itoa(idleSeconds)}
}

// gunicornCommand keeps the workers' heartbeat files in memory: on a disk that
// stalls gunicorn kills healthy workers (benoitc/gunicorn docs, "blocking
// os.fchmod").
func gunicornCommand(w spec.Web) []string {
	command := []string{
		"gunicorn", w.App,
		"--bind", bind(w),
		"--workers", itoa(w.Workers),
		"--threads", itoa(w.Threads),
		"--worker-tmp-dir", "/dev/shm",
		"--timeout", seconds(w.Timeout),
		"--graceful-timeout", seconds(w.Shutdown.Graceful),
	}
	if most := *w.MaxRequests; most > 0 {
		command = append(command, "--max-requests", itoa(most), "--max-requests-jitter", itoa(jitter(most)))
	}
	return append(command, "--forwarded-allow-ips", "*", "--access-logfile", "-")
}

// uvicornCommand needs uvicorn 0.30 or later, which replaces a worker that has
// ended. A single worker has no parent to do so: it would take the container down
// with it, so it has no limit of requests. Lifespan is off: Django does not speak
// it.
func uvicornCommand(w spec.Web) []string {
	command := []string{
		"uvicorn", w.App,
		"--host", "0.0.0.0",
		"--port", itoa(int32(w.Port)),
		"--workers", itoa(w.Workers),
		"--lifespan", "off",
		"--timeout-graceful-shutdown", seconds(w.Shutdown.Graceful),
		"--proxy-headers",
		"--forwarded-allow-ips", "*",
	}
	if w.Workers > 1 && *w.MaxRequests > 0 {
		command = append(command, "--limit-max-requests", itoa(*w.MaxRequests))
	}
	return command
}

func granianCommand(w spec.Web) []string {
	protocol := "wsgi"
	if w.Server.SpeaksASGI(w.App) {
		protocol = "asginl"
	}
	command := []string{
		"granian", w.App,
		"--interface", protocol,
		"--host", "0.0.0.0",
		"--port", itoa(int32(w.Port)),
		"--workers", itoa(w.Workers),
		"--workers-kill-timeout", seconds(w.Shutdown.Graceful),
		"--respawn-failed-workers",
		"--access-log",
	}
	if protocol == "wsgi" {
		command = append(command, "--blocking-threads", itoa(w.Threads))
	}
	return command
}

// daphneCommand: daphne has one process and cuts what is still running when it
// is told to stop, so the shutdown delay is all the time its requests have.
func daphneCommand(w spec.Web) []string {
	return []string{
		"daphne",
		"--bind", "0.0.0.0",
		"--port", itoa(int32(w.Port)),
		"--http-timeout", seconds(w.Timeout),
		"--application-close-timeout", seconds(w.Shutdown.Graceful),
		"--proxy-headers",
		w.App,
	}
}

// serverConfig is the ConfigMap of a server that is told by file.
func (st *Stack) serverConfig() []Object {
	w := st.Spec.Web
	if w.Server != spec.ServerUWSGI || len(w.Command) > 0 {
		return nil
	}
	return []Object{&corev1.ConfigMap{
		ObjectMeta: st.namedMeta(webName, st.ObjectName("uwsgi")),
		Data: map[string]string{"uwsgi.ini": render("uwsgi.ini", map[string]any{
			"app":         w.App,
			"bind":        bind(w),
			"workers":     w.Workers,
			"threads":     w.Threads,
			"timeout":     w.Timeout.Seconds(),
			"graceful":    w.Shutdown.Graceful.Seconds(),
			"maxRequests": *w.MaxRequests,
		})},
	}}
}

func (st *Stack) serverMounts() []corev1.VolumeMount {
	if len(st.serverConfig()) == 0 {
		return nil
	}
	return []corev1.VolumeMount{{Name: serverConfigVolume, MountPath: serverConfigPath, ReadOnly: true}}
}

func bind(w spec.Web) string { return fmt.Sprintf("0.0.0.0:%d", w.Port) }

// jitter is 15 % of n: without it all workers restart at once.
func jitter(n int32) int32 { return int32(int64(n) * 15 / 100) }

func itoa(n int32) string { return strconv.Itoa(int(n)) }

func seconds(d *spec.Duration) string { return strconv.FormatInt(d.Seconds(), 10) }
