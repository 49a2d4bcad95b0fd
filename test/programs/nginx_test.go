package programs

import (
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

const nginxProgram = "/usr/sbin/nginx"

// objectsOf are those of a stack in one environment.
func objectsOf(t *testing.T, s *spec.DjangoStack, environment string) []stack.Object {
	t.Helper()
	merged, err := s.Effective(environment)
	if err != nil {
		t.Fatal(err)
	}
	return stacktest.Objects(stacktest.Resolve(merged))
}

// stackOf is a stack whose spec ends in text.
func stackOf(t *testing.T, text string) *spec.DjangoStack {
	t.Helper()
	doc, err := spec.Load(strings.NewReader(`apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
  image: {repository: registry.example/shop, tag: "1"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
`+text), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, errs, _ := doc.Resolve(); len(errs) > 0 {
		t.Fatal(errs)
	}
	return doc.Stack
}

// nginxConfig is the nginx.conf among objects, "" where there is none.
func nginxConfig(objects []stack.Object) string {
	for _, o := range objects {
		if c, ok := o.(*corev1.ConfigMap); ok && c.Data["nginx.conf"] != "" {
			return c.Data["nginx.conf"]
		}
	}
	return ""
}

// nginxHere is the config with its folders in dir, whose other end is app.
func nginxHere(config, dir, address, app string) string {
	return strings.NewReplacer(
		"/var/cache/nginx", filepath.Join(dir, "temp"),
		"/tmp/nginx.pid", filepath.Join(dir, "nginx.pid"),
		"/dev/stdout", filepath.Join(dir, "access.log"),
		"alias /etc/djangostack/static/", "alias "+dir+"/static/",
		"alias /app/media/", "alias "+dir+"/media/",
		"/etc/nginx/auth/", dir+"/auth/",
		"listen 8080;", "listen "+address+";",
		"listen [::]:8080;", "listen [::1]"+address[strings.LastIndexByte(address, ':'):]+";",
		"127.0.0.1:8000", app, "[::1]:8000", app,
	).Replace(config)
}

// nginxCommand runs nginx in the foreground. The worker is the user who runs the
// test, whose folders these are.
func nginxCommand(t *testing.T, dir, config string, args ...string) *exec.Cmd {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "temp"), 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	return exec.Command(nginxProgram, append([]string{"-e", "stderr", "-p", dir, "-c", file, "-g", "daemon off; user root;"}, args...)...)
}

// startNginx has nginx serve a stack in front of app, and returns its address. It
// ends with the test.
func startNginx(t *testing.T, s *spec.DjangoStack, dir, app string) string {
	t.Helper()
	address := freeAddress(t)
	cmd := nginxCommand(t, dir, nginxHere(nginxConfig(objectsOf(t, s, "prod")), dir, address, app))
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt) // it may have ended already
		<-ended
		if t.Failed() {
			t.Log(said.String())
		}
	})
	for {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("nginx ended: %v\n%s", err, said.String())
		default:
		}
		if resp, err := http.Get("http://" + address + "/nginx-health"); err == nil {
			_ = resp.Body.Close() // read by nobody
			return address
		}
	}
}

// freeAddress is one that nothing listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestNginxListensOnEveryFamily: a pod has an address of each.
func TestNginxListensOnEveryFamily(t *testing.T) {
	s := stackOf(t, "  proxy: {}\n  network: {ipFamilies: [IPv6, IPv4]}\n")
	address := startNginx(t, s, t.TempDir(), "127.0.0.1:1")
	for _, host := range []string{"127.0.0.1", "[::1]"} {
		resp, err := http.Get("http://" + host + address[strings.LastIndexByte(address, ':'):] + "/nginx-health")
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %v", host, err)
		}
		_ = resp.Body.Close() // read by nobody
	}
}

// TestClientsAddress: the app gets the address that the controller in front has put
// into its list, and never one that the client has written there.
func TestClientsAddress(t *testing.T) {
	for _, tc := range []struct{ reason, class, list, client, forwarded string }{
		{"the last is the client", "traefik", "6.6.6.6, 203.0.113.7", "203.0.113.7", "6.6.6.6, 203.0.113.7, 203.0.113.7"},
		{"Google's ends in its own", "gce", "203.0.113.7,34.1.2.3", "203.0.113.7", "203.0.113.7,34.1.2.3, 203.0.113.7"},
		{"what the client wrote comes before", "gce", "6.6.6.6, 203.0.113.7, 34.1.2.3", "203.0.113.7", "6.6.6.6, 203.0.113.7, 34.1.2.3, 203.0.113.7"},
		{"over IPv6", "gce-internal", "2001:db8::7, 2001:db8::1", "2001:db8::7", "2001:db8::7, 2001:db8::1, 2001:db8::7"},
		{"from within the cluster", "gce", "", "127.0.0.1", "127.0.0.1"},
	} {
		s := stackOf(t, "  proxy: {}\n  expose: {ingress: {tls: {secret: a}, class: "+tc.class+"}}\n")
		echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Client", r.Header.Get("X-Real-IP"))
			w.Header().Set("Forwarded-For", r.Header.Get("X-Forwarded-For"))
		}))
		dir := t.TempDir()
		request, _ := http.NewRequest(http.MethodGet, "http://"+startNginx(t, s, dir, echo.Listener.Addr().String()), nil)
		if tc.list != "" {
			request.Header.Set("X-Forwarded-For", tc.list)
		}
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close() // read by nobody
		echo.Close()
		if got := response.Header.Get("Client"); got != tc.client {
			t.Errorf("%s: the client of %q is %q, want %q", tc.reason, tc.list, got, tc.client)
		}
		if got := response.Header.Get("Forwarded-For"); got != tc.forwarded {
			t.Errorf("%s: %q is handed on as %q, want %q", tc.reason, tc.list, got, tc.forwarded)
		}
		var log []byte
		for err == nil && len(log) == 0 { // nginx logs after it has answered
			log, err = os.ReadFile(filepath.Join(dir, "access.log"))
		}
		if err != nil || !strings.HasPrefix(string(log), tc.client+" - - [") {
			t.Errorf("%s: logged as %q, want %s (%v)", tc.reason, log, tc.client, err)
		}
	}
}

// TestNginxTakesEveryConfig: those of the examples and of random stacks.
func TestNginxTakesEveryConfig(t *testing.T) {
	configs := map[string]string{}
	add := func(name string, s *spec.DjangoStack) {
		for _, environment := range s.EnvironmentNames() {
			if config := nginxConfig(objectsOf(t, s, environment)); config != "" {
				configs[config] = name + " in " + environment
			}
		}
	}
	files, err := filepath.Glob("../../examples/*/stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := spec.Load(f, file)
		_ = f.Close() // it was read only
		if err != nil {
			t.Fatal(err)
		}
		add(file, doc.Stack)
	}
	for seed := range uint64(40) {
		s := spectest.Random(rand.New(rand.NewPCG(seed, 17)))
		add(spectest.YAML(s), s)
	}
	if len(configs) < 20 {
		t.Fatalf("only %d configs", len(configs))
	}
	dir := t.TempDir()
	for config, name := range configs {
		cmd := nginxCommand(t, dir, nginxHere(config, dir, freeAddress(t), "127.0.0.1:1"), "-t", "-q")
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s\n%s", name, err, out, config)
		}
	}
}
