package e2e

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/test/e2e/images"
)

// probe is the suite's client in a namespace.
type probe struct {
	namespace string
	// made says that the suite made the namespace.
	made bool

	lock  sync.Mutex
	relay *forwarding
}

// probes are those that are there, by namespace.
var (
	probes     = map[string]*probe{}
	probesLock sync.Mutex
)

const probePod = `
apiVersion: v1
kind: Pod
metadata: {name: e2e-probe, namespace: %s, labels: {app.kubernetes.io/name: e2e-probe}}
spec:
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 1
  containers: [{name: probe, image: %s, resources: {requests: {cpu: 25m}}}]
`

// needProbe has the suite's client where the stack's policies expect visitors to
// come from: the namespace of the ingress controller, if it is exposed by one.
func (s *stack) needProbe(t *testing.T) *probe {
	t.Helper()
	if s.ingress == "" {
		return nil
	}
	probesLock.Lock()
	defer probesLock.Unlock()
	if p := probes[s.ingress]; p != nil {
		return p
	}
	p := startProbe(t, s.ingress)
	// An enforcer of policies takes a moment to learn of the pod.
	eventually(t, 30*time.Second, "a way in", func() error {
		conn, err := p.dial(s.service("web", 80))
		if err != nil {
			return err
		}
		return conn.Close()
	})
	return p
}

// startProbe puts a probe into a namespace, which it makes if there is none.
func startProbe(t *testing.T, namespace string) *probe {
	t.Helper()
	p := &probe{namespace: namespace}
	// A namespace that an earlier run is still deleting takes no pod.
	eventually(t, time.Minute, "the probe", func() error {
		if _, err := tryKubectl("", "create", "namespace", namespace); err == nil {
			p.made = true
		}
		_, err := tryKubectl(fmt.Sprintf(probePod, namespace, images.ProbeRef), "apply", "-f", "-")
		return err
	})
	probes[namespace] = p
	kubectl(t, "wait", "-n", namespace, "pod/e2e-probe", "--for=condition=Ready", "--timeout=60s")
	return p
}

func removeProbes() error {
	var steps []func() error
	for _, p := range probes {
		steps = append(steps, p.remove)
	}
	return together(steps...)
}

func (p *probe) remove() error {
	p.relay.stop()
	what := []string{"delete", "pod", "e2e-probe", "-n", p.namespace}
	if p.made {
		what = []string{"delete", "namespace", p.namespace}
	}
	_, err := tryKubectl("", what...)
	return err
}

// relayPort is the probe's; see probe/relay.go.
const relayPort = 8001

// dial opens a connection from the probe to an address. A Service takes a moment to
// learn that a pod has become ready.
func (p *probe) dial(address string) (conn net.Conn, err error) {
	err = within(5*time.Second, func() error {
		conn, err = p.dialOnce(address)
		return err
	})
	return conn, err
}

func (p *probe) dialOnce(address string) (net.Conn, error) {
	conn, err := p.enter()
	if err != nil {
		return nil, err
	}
	said, err := "", conn.SetDeadline(time.Now().Add(time.Minute))
	if err == nil {
		_, err = fmt.Fprintln(conn, address)
	}
	if err == nil {
		said, err = bufio.NewReader(conn).ReadString('\n') // the server speaks when it is spoken to
	}
	if err != nil || said != "\n" {
		_ = conn.Close() // it has failed already
		return nil, fmt.Errorf("from the probe in %s: %w", p.namespace, cmp.Or(err, errors.New(strings.TrimSpace(said))))
	}
	return conn, conn.SetDeadline(time.Time{})
}

// enter opens a connection to the probe itself, by a port-forward that is there as
// long as kubectl keeps it up.
func (p *probe) enter() (net.Conn, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.relay != nil {
		if conn, err := net.Dial("tcp", p.relay.address); err == nil {
			return conn, nil
		}
		p.relay.stop()
	}
	var err error
	if p.relay, err = forward(p.namespace, "pod/e2e-probe", relayPort); err != nil {
		return nil, err
	}
	return net.Dial("tcp", p.relay.address)
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
	if s.ingress == "" {
		return s.visitorBy(t, transport(s.forwarded(t)))
	}
	return s.visitorAt(t, s.service("web", 80))
}

// visitorOf goes to one pod behind nginx instead of the Service.
func (s *stack) visitorOf(t *testing.T, pod corev1.Pod) *visitor {
	t.Helper()
	return s.visitorAt(t, pod.Status.PodIP+":8080")
}

func (s *stack) visitorAt(t *testing.T, address string) *visitor {
	t.Helper()
	p := s.needProbe(t)
	return s.visitorBy(t, &proxied{transport(func() (net.Conn, error) { return p.dial(address) })})
}

func (s *stack) visitorBy(t *testing.T, way http.RoundTripper) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Transport: way, Timeout: 90 * time.Second}
	return &visitor{t: t, base: s.scheme() + "://" + s.host, client: client}
}

// scheme is how the public reaches the stack.
func (s *stack) scheme() string {
	if s.https {
		return "https"
	}
	return "http"
}

// forwarded opens connections to the web server's Service by kubectl port-forward.
func (s *stack) forwarded(t *testing.T) func() (net.Conn, error) {
	t.Helper()
	f, err := forward(s.namespace(), "service/"+s.name("web"), 80)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.stop)
	return func() (net.Conn, error) { return net.Dial("tcp", f.address) }
}

// transport has a connection of its own for each request.
func transport(dial func() (net.Conn, error)) *http.Transport {
	return &http.Transport{
		DisableKeepAlives: true,
		DialContext:       func(context.Context, string, string) (net.Conn, error) { return dial() },
	}
}

// proxied sends requests as the proxy in front of the cluster does, which ends TLS.
type proxied struct{ way http.RoundTripper }

// visitorAddress is what the proxy in front of the cluster knows of visitors.
const visitorAddress = "203.0.113.7"

// RoundTrip says in X-Forwarded-Proto what the visitor used, and whence it came.
func (p *proxied) RoundTrip(req *http.Request) (*http.Response, error) {
	inside := req.Clone(req.Context())
	inside.Header.Set("X-Forwarded-Proto", req.URL.Scheme)
	inside.Header.Set("X-Forwarded-For", visitorAddress)
	inside.URL.Scheme = "http"
	resp, err := p.way.RoundTrip(inside)
	if err == nil {
		resp.Request = req
	}
	return resp, err
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

// answer is what came of a request that is made beside the test's own: "200 done".
func (v *visitor) answer(path string) string {
	p, err := v.try(http.MethodGet, path, "", "")
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%d %s", p.StatusCode, p.body)
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
