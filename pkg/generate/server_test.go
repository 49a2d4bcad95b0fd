package generate_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// webOf is the web server's container of a stack whose section web says so.
func webOf(t *testing.T, web string) corev1.Container {
	t.Helper()
	text := "{image: {repository: r, tag: '1'}, django: {settings: shop.settings}, web: {" + web + "}}"
	return deploymentOf(t, text, "web").Spec.Template.Spec.Containers[0]
}

// defaultsOf is what a container's launcher is told.
func defaultsOf(t *testing.T, c corev1.Container) map[string]any {
	t.Helper()
	d := map[string]any{}
	if err := json.Unmarshal([]byte(variableOf(c, "DJANGOSTACK_DEFAULTS").Value), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestServerOptions goes through every setting of every server: a value of the
// spec's is an option, which wins over the project's configuration; where the spec is
// silent there is no option, and a default that gives way, if any.
func TestServerOptions(t *testing.T) {
	for _, c := range []struct {
		server, said, option, value, name string
		assumed                           any
	}{
		{"gunicorn", "workers: 9", "--workers", "9", "WEB_CONCURRENCY", 3},
		{"gunicorn", "threads: 9", "--threads", "9", "threads", 4},
		{"gunicorn", "timeout: 90s", "--timeout", "90", "timeout", 60},
		{"gunicorn", "shutdown: {graceful: 90s}", "--graceful-timeout", "90", "graceful_timeout", 30},
		{"gunicorn", "maxRequests: 200", "--max-requests", "200", "max_requests", 1000},
		{"gunicorn", "maxRequests: 0", "--max-requests", "0", "max_requests", 1000},
		{"gunicorn", "maxRequests: 200", "--max-requests-jitter", "30", "max_requests_jitter", 150},
		{"gunicorn", "", "", "", "keepalive", 75},
		{"gunicorn", "", "", "", "worker_tmp_dir", "/dev/shm"},
		{"gunicorn", "", "", "", "accesslog", "-"},
		{"gunicorn", "", "", "", "FORWARDED_ALLOW_IPS", "*"},
		{"uvicorn", "workers: 9", "--workers", "9", "WEB_CONCURRENCY", 3},
		{"uvicorn", "shutdown: {graceful: 90s}", "--timeout-graceful-shutdown", "90", "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN", 30},
		{"uvicorn", "maxRequests: 200", "--limit-max-requests", "200", "", nil},
		{"uvicorn", "maxRequests: 0", "--limit-max-requests", "2147483647", "", nil},
		{"uvicorn", "", "", "", "UVICORN_TIMEOUT_KEEP_ALIVE", 75},
		{"uvicorn", "", "", "", "FORWARDED_ALLOW_IPS", "*"},
		{"granian", "workers: 9", "--workers", "9", "GRANIAN_WORKERS", 3},
		{"granian", "threads: 9", "--blocking-threads", "9", "GRANIAN_BLOCKING_THREADS", 4},
		{"granian", "shutdown: {graceful: 90s}", "--workers-kill-timeout", "90", "GRANIAN_WORKERS_KILL_TIMEOUT", 30},
		{"granian", "", "", "", "GRANIAN_RESPAWN_FAILED_WORKERS", "true"},
		{"granian", "", "", "", "GRANIAN_LOG_ACCESS_ENABLED", "true"},
		{"uwsgi", "workers: 9", "--processes", "9", "UWSGI_PROCESSES", 3},
		{"uwsgi", "threads: 9", "--threads", "9", "UWSGI_THREADS", 4},
		{"uwsgi", "timeout: 90s", "--harakiri", "90", "UWSGI_HARAKIRI", 60},
		{"uwsgi", "shutdown: {graceful: 90s}", "--worker-reload-mercy", "90", "UWSGI_WORKER_RELOAD_MERCY", 30},
		{"uwsgi", "maxRequests: 200", "--max-requests", "200", "", nil},
		{"uwsgi", "maxRequests: 0", "--max-requests", "0", "", nil},
		{"uwsgi", "", "", "", "UWSGI_NEED_APP", "true"},
		{"uwsgi", "", "", "", "UWSGI_BUFFER_SIZE", 16384},
		{"uwsgi", "", "", "", "UWSGI_ENABLE_THREADS", "true"},
		{"uwsgi", "", "", "", "UWSGI_POST_BUFFERING", 4096},
		{"uwsgi", "", "", "", "UWSGI_SINGLE_INTERPRETER", "true"},
		{"uwsgi", "", "", "", "UWSGI_VACUUM", "true"},
		{"daphne", "timeout: 90s", "--http-timeout", "90", "", nil},
		{"daphne", "shutdown: {graceful: 90s}", "--application-close-timeout", "90", "", nil},
	} {
		t.Run(c.server+" "+c.said+c.name, func(t *testing.T) {
			silent, said := webOf(t, "server: "+c.server), webOf(t, "server: "+c.server+", "+c.said)
			if got := option(silent.Command, c.option); c.option != "" && c.server != "daphne" && got != "" {
				t.Errorf("the spec is silent, and %s %s wins over the project's", c.option, got)
			}
			if got := fmt.Sprint(defaultsOf(t, silent)[c.name]); got != fmt.Sprint(c.assumed) {
				t.Errorf("the spec is silent, and %s is %s, not %v", c.name, got, c.assumed)
			}
			if c.option == "" {
				return
			}
			if got := option(said.Command, c.option); got != c.value {
				t.Errorf("the spec says %s, and %s is %q", c.said, c.option, got)
			}
			if got, given := defaultsOf(t, said)[c.name]; given {
				t.Errorf("the spec says %s, and a default does too: %v", c.said, got)
			}
		})
	}
}

// TestServersAlwaysListen: what the manifests rely on is on the command line.
func TestServersAlwaysListen(t *testing.T) {
	for server, want := range map[string]string{
		"gunicorn": "shop.wsgi:application --bind 0.0.0.0:8000",
		"uvicorn":  "shop.asgi:application --host 0.0.0.0 --port 8000",
		"granian":  "shop.wsgi:application --interface wsgi --host 0.0.0.0 --port 8000",
		"daphne":   "shop.asgi:application --bind 0.0.0.0 --port 8000",
		"uwsgi":    "--module shop.wsgi:application --http-socket 0.0.0.0:8000 --add-header Connection: close --master --hook-master-start",
	} {
		line := strings.Join(webOf(t, "server: "+server).Command, " ")
		if !strings.HasPrefix(line, "python /etc/djangostack/server/launcher.py "+server+" "+want) {
			t.Errorf("%s: %s", server, line)
		}
	}
}

// TestProxyKeepsNoConnections: nginx beside the server makes one for each request.
func TestProxyKeepsNoConnections(t *testing.T) {
	text := "{image: {repository: r, tag: '1'}, django: {settings: shop.settings}, proxy: {}}"
	main := deploymentOf(t, text, "web").Spec.Template.Spec.Containers[1]
	if main.Name != "web" {
		main = deploymentOf(t, text, "web").Spec.Template.Spec.Containers[0]
	}
	if got, given := defaultsOf(t, main)["keepalive"]; given {
		t.Errorf("keepalive is %v", got)
	}
}

// TestOwnCommandRunsAlone: nothing of ours comes between.
func TestOwnCommandRunsAlone(t *testing.T) {
	main := webOf(t, "command: [serve]")
	if !slices.Equal(main.Command, []string{"serve"}) || variableOf(main, "DJANGOSTACK_DEFAULTS").Name != "" {
		t.Errorf("%q %v", main.Command, main.Env)
	}
}
