package e2e

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/test/e2e/images"
)

// probes are the namespaces with a probe, and whether the suite made them.
var (
	probes     = map[string]bool{}
	probesLock sync.Mutex
)

const probePod = `
apiVersion: v1
kind: Pod
metadata: {name: e2e-probe, namespace: %s, labels: {app.kubernetes.io/name: e2e-probe}}
spec:
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 1
  containers: [{name: probe, image: %s, args: [wait], resources: {requests: {cpu: 25m}}}]
`

// needProbe has the suite's client where the stack's policies expect visitors to
// come from: the namespace of the ingress controller.
func (s *stack) needProbe(t *testing.T) {
	t.Helper()
	if s.ingress == "" {
		return
	}
	probesLock.Lock()
	defer probesLock.Unlock()
	if _, ok := probes[s.ingress]; ok {
		return
	}
	made := false
	// A namespace that an earlier run is still deleting takes no pod.
	eventually(t, time.Minute, "the probe", func() error {
		if _, err := tryKubectl("", "create", "namespace", s.ingress); err == nil {
			made = true
		}
		_, err := tryKubectl(fmt.Sprintf(probePod, s.ingress, images.ProbeRef), "apply", "-f", "-")
		return err
	})
	probes[s.ingress] = made
	kubectl(t, "wait", "-n", s.ingress, "pod/e2e-probe", "--for=condition=Ready", "--timeout=60s")
	// An enforcer of policies takes a moment to learn of the pod.
	eventually(t, 30*time.Second, "a way in", func() error {
		host := fmt.Sprintf("%s.%s.svc", s.name("web"), s.namespace())
		answered, err := place{s.ingress, "e2e-probe", "probe"}.connect([]connection{{Address: host, Port: 80}})
		return errors.Join(err, failed(err != nil || answered[0], "%s refuses", host))
	})
}

func removeProbes() {
	for namespace, ours := range probes {
		what := []string{"delete", "pod", "e2e-probe", "-n", namespace}
		if ours {
			what = []string{"delete", "namespace", namespace}
		}
		if _, err := tryKubectl("", what...); err != nil {
			fmt.Println("e2e:", err)
		}
	}
}

// service is the address of one of the stack's Services.
func (s *stack) service(part string, port int) string {
	return fmt.Sprintf("%s.%s.svc:%d", s.name(part), s.namespace(), port)
}

// visitor is a browser: it keeps cookies and follows redirects. Its requests
// leave the probe and go to the web Service, as an ingress controller's do that
// ends TLS; where a stack is exposed to nobody, they come by kubectl port-forward.
func (s *stack) visitor(t *testing.T) *visitor {
	t.Helper()
	s.needProbe(t)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	var way http.RoundTripper = &wayIn{namespace: s.ingress, address: s.service("web", 80)}
	if s.ingress == "" {
		way = s.forward(t)
	}
	return &visitor{t: t, base: s.scheme() + "://" + s.host, client: &http.Client{Jar: jar, Transport: way}}
}

// scheme is how the public reaches the stack.
func (s *stack) scheme() string {
	if s.https {
		return "https"
	}
	return "http"
}

// visitorOf goes to one pod behind nginx instead of the Service.
func (s *stack) visitorOf(t *testing.T, pod corev1.Pod) *visitor {
	t.Helper()
	v := s.visitor(t)
	v.client.Transport = &wayIn{namespace: s.ingress, address: pod.Status.PodIP + ":8080"}
	return v
}

// forward is a port on this machine that kubectl takes to the web server's.
func (s *stack) forward(t *testing.T) *http.Transport {
	t.Helper()
	cmd := exec.Command("kubectl", "port-forward", "-n", s.namespace(), "service/"+s.name("web"), ":80")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended by itself
		_ = cmd.Wait()
	})
	said, err := bufio.NewReader(out).ReadString('\n')
	address := forwardedFrom.FindStringSubmatch(said)
	if address == nil {
		t.Fatalf("port-forward: %q: %v", said, err)
	}
	return &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, address[1])
		},
	}
}

var forwardedFrom = regexp.MustCompile(`^Forwarding from (127\.0\.0\.1:\d+) `)

// wayIn takes requests into the cluster.
type wayIn struct{ namespace, address string }

// RoundTrip says in X-Forwarded-Proto what the visitor used, as the proxy in
// front of the cluster does.
func (w *wayIn) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Close = true
	req.Header.Set("X-Forwarded-Proto", req.URL.Scheme)
	var wire bytes.Buffer
	if err := req.Write(&wire); err != nil {
		return nil, err
	}
	out, err := askProbe(w.namespace, wire.String(), "send", w.address)
	if err != nil {
		return nil, err
	}
	return http.ReadResponse(bufio.NewReader(strings.NewReader(out)), req)
}

// askProbe runs one of the probe's commands with this standard input.
func askProbe(namespace, stdin string, command ...string) (string, error) {
	return tryKubectl(stdin, append([]string{"exec", "-i", "-n", namespace, "e2e-probe", "--", "probe"}, command...)...)
}

type visitor struct {
	t      *testing.T
	base   string
	client *http.Client
}

// page is an answer, read to its end.
type page struct {
	*http.Response
	body string
}

func (v *visitor) get(path string) page { return v.send(http.MethodGet, path, "", "") }

// send makes a request; a browser's POST over TLS has an Origin and a Referer,
// which Django checks.
func (v *visitor) send(method, path, contentType, body string) page {
	v.t.Helper()
	p, err := v.try(method, path, contentType, body)
	if err != nil {
		v.t.Fatal(err)
	}
	return p
}

func (v *visitor) try(method, path, contentType, body string) (page, error) {
	req, err := http.NewRequest(method, v.base+path, strings.NewReader(body))
	if err != nil {
		return page{}, err
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", contentType)
		req.Header.Set("Origin", v.base)
		req.Header.Set("Referer", v.base+path)
	}
	return v.do(req)
}

func (v *visitor) do(req *http.Request) (page, error) {
	resp, err := v.client.Do(req)
	if err != nil {
		return page{}, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return page{resp, string(data)}, err
}

// load is requests that flow until stop.
type load struct {
	t      *testing.T
	stack  *stack
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	out    bytes.Buffer
	cancel context.CancelFunc
}

// startLoad begins a steady flow of requests to the web Service.
func (s *stack) startLoad(t *testing.T, rate int, flags ...string) *load {
	t.Helper()
	s.needProbe(t)
	ctx, cancel := context.WithTimeout(context.Background(), 11*time.Minute)
	args := append([]string{
		"exec", "-i", "-n", s.ingress, "e2e-probe", "--", "probe", "load",
		"-address", s.service("web", 80), "-host", s.host, fmt.Sprintf("-rate=%d", rate), "-for=10m",
	}, flags...)
	l := &load{t: t, stack: s, cmd: exec.CommandContext(ctx, "kubectl", args...), cancel: cancel}
	l.cmd.Stdout, l.cmd.Stderr = &l.out, &l.out
	var err error
	if l.stdin, err = l.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := l.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cancel)
	return l
}
