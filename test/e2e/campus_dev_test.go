package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

// TestCampusDev has all that a real stack has beside Django: a front end by path, websockets in a
// process of their own, a search engine, a volume that a worker writes and the site reads, figures
// for Prometheus, patches, manifests and what it shares with other stacks.
func TestCampusDev(t *testing.T) {
	s := &stack{
		example: "campus", folder: "university/campus", environment: "dev", host: "campus.dev.example.edu", https: true, ingress: "traefik",
	}
	django := []string{"web", "release", "worker", "worker-exports", "process-live"}
	connections := append(resolving(append(django, "database", "broker", "service-front", "service-search")...),
		"ingress > web:8080", "ingress > process-live:8000", "ingress > service-front:3000", "service-front > web:8080")
	for _, process := range django {
		connections = append(connections, process+" > database:5432", process+" > broker:6379",
			process+" > service-search:10041")
		if process != "process-live" {
			connections = append(connections, process+" > process-live:8000")
		}
	}
	check(t, "campus, dev overlay as committed, with a stand-in for its front end", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before any web server started", migratedOnce},
		{"the front end has the site's pages, and asks Django for what they show", frontByPath},
		{"Django has its paths, the admin and static files among them", djangoByPath},
		{"a websocket through nginx reaches the process for it", websocketByPath},
		{"Django puts courses into the search engine and finds them there", searched},
		{"a worker writes an export to the volume that the web server reads", exported},
		{"the port for metrics is open to the monitoring namespace, and to nobody else", metricsOpen},
		{"a patch of all Deployments is in every pod that they make", patchedPods},
		{"an account that manage.py makes in the web server's pod can log in", accountByHand},
		{"a second apply changes nothing", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(connections...)},
		{settingChanged, settingRolls},
	})
}

func frontByPath(t *testing.T, s *stack) string {
	v := s.visitorByPath(t)
	for _, path := range []string{"/", "/courses/algebra"} {
		want := fmt.Sprintf(`<h1>%s</h1><p>{"answered by": "Django"}</p>`, path)
		if p := v.get(path); p.StatusCode != http.StatusOK || p.body != want {
			t.Errorf("%s: %d %s", path, p.StatusCode, p.body)
		}
	}
	return "2 pages"
}

func djangoByPath(t *testing.T, s *stack) string {
	v := s.visitorByPath(t)
	for path, want := range map[string]string{
		"/api/": "Django", "/admin/login/": "csrfmiddlewaretoken", "/static/admin/css/base.css": "body",
	} {
		if p := v.get(path); p.StatusCode != http.StatusOK || !strings.Contains(p.body, want) {
			t.Errorf("%s: %d %.200s", path, p.StatusCode, p.body)
		}
	}
	return "3 paths"
}

func websocketByPath(t *testing.T, s *stack) string {
	p, address := s.needProbe(t), s.controller(t)
	config, err := websocket.NewConfig("ws://"+s.host+"/ws/lecture", "https://"+s.host)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := p.dial(address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	socket, err := websocket.NewClient(config, conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"first", "second"} {
		var heard string
		if err := websocket.Message.Send(socket, text); err != nil {
			t.Fatal(err)
		}
		if err := websocket.Message.Receive(socket, &heard); err != nil || heard != "heard "+text {
			t.Fatalf("%q, %v", heard, err)
		}
		time.Sleep(time.Second)
	}
	return "2 messages there and back on one connection"
}

func searched(t *testing.T, s *stack) string {
	v := s.visitor(t)
	if p := v.get("/api/index/"); p.body != `{"indexed": 3}` {
		t.Fatalf("%d %s", p.StatusCode, p.body)
	}
	p := v.get("/api/search/?" + url.Values{"q": {"Alg"}}.Encode())
	if p.body != `{"found": ["Algebra"]}` {
		t.Errorf("%d %s", p.StatusCode, p.body)
	}
	return "1 of 3 courses"
}

func exported(t *testing.T, s *stack) string {
	v, begun := s.visitor(t), time.Now()
	const path = "/api/exports/marks.txt"
	if p := v.send(http.MethodPost, path, "text/plain", ""); p.StatusCode != http.StatusAccepted {
		t.Fatalf("%d %s", p.StatusCode, p.body)
	}
	eventually(t, time.Minute, "the export", func() error {
		p := v.get(path)
		return failed(p.StatusCode == http.StatusOK && p.body == "marks of marks.txt\n", "%d %s", p.StatusCode, p.body)
	})
	return fmt.Sprintf("in %.1f s", time.Since(begun).Seconds())
}

// metricsOpen: the figures of gunicorn's requests are there, for the one who may ask.
func metricsOpen(t *testing.T, s *stack) string {
	if unenforced != nil {
		s.skip(t, unenforced)
	}
	s.visitor(t).get("/api/")
	pod := s.pods(t, "web")[0].Status.PodIP
	probesLock.Lock()
	prometheus := startProbe(t, "monitoring")
	probesLock.Unlock()
	var figures string
	eventually(t, time.Minute, "the figures", func() error {
		conn, err := prometheus.dial(pod + ":9102")
		if err != nil {
			return err
		}
		defer conn.Close()
		figures, err = ask(conn, pod, "/metrics")
		return err
	})
	if !strings.Contains(figures, "campus_gunicorn_requests") {
		t.Errorf("no figure of gunicorn among %d bytes", len(figures))
	}
	for from, refused := range map[*probe]string{prometheus: pod + ":8080", s.needProbe(t): pod + ":9102"} {
		if conn, err := from.dialOnce(refused); err == nil {
			conn.Close()
			t.Errorf("%s reaches %s", from.namespace, refused)
		}
	}
	return fmt.Sprintf("%d bytes of figures", len(figures))
}

// patchedPods: what resolves names in them is told what the patch says.
func patchedPods(t *testing.T, s *stack) string {
	components := []string{"web", "worker", "worker-exports", "process-live", "service-front"}
	for _, component := range components {
		pod := s.pods(t, component)[0]
		if said := s.exec(t, pod.Name, pod.Spec.Containers[0].Name, "cat", "/etc/resolv.conf"); !strings.Contains(said, "ndots:2") {
			t.Errorf("%s: %s", pod.Name, said)
		}
	}
	return fmt.Sprintf("%d Deployments", len(components))
}

// ask makes one request on a connection.
func ask(conn net.Conn, host, path string) (string, error) {
	req, err := http.NewRequest(http.MethodGet, "http://"+host+path, nil)
	if err != nil {
		return "", err
	}
	if err := req.Write(conn); err != nil {
		return "", err
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}
