package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// TestUploads has what no example has: uploads that are not everybody's, on a volume
// that one node at a time mounts.
func TestUploads(t *testing.T) {
	s := &stack{
		example: "uploads", environment: "private", file: "stacks/uploads.yaml", host: "uploads.example.com",
		https: true, ingress: "ingress-nginx",
	}
	check(t, "a stack of the suite's own, with private uploads on a ReadWriteOnce volume", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"a private upload is not given to a stranger, by whatever path", keptFromStrangers},
		{"who may have it gets it from nginx, by X-Accel-Redirect", sentByNginx},
		{
			"under load: a release whose migration reads every upload fails no request; its pods wait beside the old ones, on " +
				"one node", migrationReads,
		},
	})
}

const secretPlan = "a plan that is nobody's business"

// keptFromStrangers asks for an upload without a login.
func keptFromStrangers(t *testing.T, s *stack) string {
	path := s.upload(t, secretPlan)
	internal := strings.Replace(path, "/media/", "/protected/", 1)
	v := s.visitor(t)
	for _, way := range []string{path, internal, "/static/.." + internal, "/app" + path, "/static/../../app" + path} {
		p := v.get(way)
		asked := p.Request.URL.Path == "/admin/login/" || p.StatusCode == http.StatusNotFound || p.StatusCode == http.StatusBadRequest
		if !asked || strings.Contains(p.body, secretPlan) {
			t.Errorf("%s: %d at %s: %.80q", way, p.StatusCode, p.Request.URL, p.body)
		}
	}
	if p := v.get(path); p.Request.URL.Path != "/admin/login/" {
		t.Errorf("%s leads to %s", path, p.Request.URL)
	}
	return "sent to the login"
}

// sentByNginx: the view answers with a name, and the file comes with none of the
// headers that Django gives all of its answers.
func sentByNginx(t *testing.T, s *stack) string {
	content := strings.Repeat(secretPlan, 50_000)
	path := s.upload(t, content)
	v := s.visitor(t)
	v.login(s)
	p := v.get(path)
	if p.body != content || !strings.HasPrefix(p.Header.Get("Server"), "nginx") || p.Header.Get("X-Release") != "" {
		t.Errorf("%s: %d, %d bytes, %v", path, p.StatusCode, len(p.body), p.Header)
	}
	if got := p.Header.Get("Cache-Control"); got != "private" {
		t.Errorf("a cache in between may keep it: %q", got)
	}
	return fmt.Sprintf("%d bytes, %s", len(content), p.Header.Get("Content-Type"))
}

// migrationReads: the migration finds the uploads while the site has them open, and
// nobody waits for it.
func migrationReads(t *testing.T, s *stack) string {
	defer s.spare()()
	uploads := s.sql(t, "select count(*) from blog_post where attachment <> ''")
	l := s.startLoad(t, loadRate, "-key=uploads")
	time.Sleep(5 * time.Second) // the old release is seen serving
	s.release(t, "1.5.0")
	eventually(t, 2*time.Minute, "both releases beside each other", s.beingMigrated)
	took := s.ready(t, 6*time.Minute)
	s.settled(t)
	r := l.stop()
	text := r.none(l)
	if r.Releases["1.3.0"] == 0 || r.Releases["1.5.0"] == 0 {
		t.Errorf("not both releases served: %v", r.Releases)
	}
	read := s.sql(t, "select count(*) from blog_post where size > 0")
	if read != uploads || uploads == "0" {
		t.Errorf("the migration read %s of %s uploads", read, uploads)
	}
	return fmt.Sprintf("%s uploads read; %s, %s, in %s", read, text, s.kept(t, "uploads", r), seconds(took))
}

// beingMigrated is an error unless the migration runs, old pods serve and a new one
// waits, all on one node.
func (s *stack) beingMigrated() error {
	list, err := tryGet[corev1.PodList]("pods", "-n", s.namespace(), "-l", "volumes.djangostack.dev/media=mounted")
	if err != nil {
		return err
	}
	seen, on := map[string]int{}, map[string]bool{}
	for _, p := range list.Items {
		if p.Status.Phase == corev1.PodSucceeded || p.Spec.NodeName == "" {
			continue
		}
		component, release := p.Labels["app.kubernetes.io/component"], p.Spec.Containers[0].Image
		seen[component+" "+release[strings.LastIndex(release, ":")+1:]+" "+string(p.Status.Phase)]++
		on[p.Spec.NodeName] = true
	}
	if err := s.migrating(); err != nil {
		return err
	}
	return failed(seen["web 1.3.0 Running"] == 2 && seen["web 1.5.0 Pending"] > 0 && len(on) == 1, "there are %v on %v", seen, on)
}
