package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// hosts: Django answers to the names of the spec and to no other.
func hosts(t *testing.T, s *stack) string {
	v := s.visitor(t)
	good := v.get("/")
	v.base = strings.Replace(v.base, s.host, "evil.example.com", 1)
	bad := v.get("/")
	if good.StatusCode != http.StatusOK || bad.StatusCode != http.StatusBadRequest {
		t.Errorf("%s: %d, evil.example.com: %d", s.host, good.StatusCode, bad.StatusCode)
	}
	return fmt.Sprintf("%d and %d", good.StatusCode, bad.StatusCode)
}

// visitorKnown: the address of a visitor gets past the proxy in front of the cluster.
func visitorKnown(t *testing.T, s *stack) string {
	const page = "/?visitor"
	s.visitor(t).get(page)
	for line := range strings.Lines(kubectl(t, "logs", "-n", s.namespace(), "-l", "app.kubernetes.io/component=web", "-c", "nginx", "--tail=-1")) {
		if from, rest, _ := strings.Cut(line, " "); strings.Contains(rest, "GET "+page) {
			if from != visitorAddress {
				t.Errorf("logged as from %s", from)
			}
			return from
		}
	}
	t.Error("the request is not in the log")
	return ""
}

// staticByNginx: the admin's and the site's own files.
func staticByNginx(t *testing.T, s *stack) string {
	v := s.visitor(t)
	size := 0
	for _, path := range []string{"/static/admin/css/base.css", sites[s.example].styles} {
		p := v.get(path)
		if p.StatusCode != http.StatusOK || !strings.HasPrefix(p.Header.Get("Server"), "nginx") ||
			p.Header.Get("X-Release") != "" || !strings.HasPrefix(p.Header.Get("Content-Type"), "text/css") {
			t.Errorf("%s: %d %v", path, p.StatusCode, p.Header)
		}
		size += len(p.body)
	}
	return fmt.Sprintf("2 files, %d bytes", size)
}

var csrfField = regexp.MustCompile(`name="csrfmiddlewaretoken" value="([^"]+)"`)

// form gets a page with a form and posts these values to it.
func (v *visitor) form(path string, values url.Values) page {
	v.t.Helper()
	p := v.get(path)
	token := csrfField.FindStringSubmatch(p.body)
	if token == nil {
		v.t.Fatalf("%s: %d, and no form", path, p.StatusCode)
	}
	values.Set("csrfmiddlewaretoken", token[1])
	return v.send(http.MethodPost, path, "application/x-www-form-urlencoded", values.Encode())
}

// site is what the tests know of a Django project.
type site struct {
	// superuser is the name the example gives.
	superuser string
	// styles is a file of its own that nginx serves.
	styles string
	// upload is the form that takes a file.
	upload string
}

var sites = map[string]site{
	"blog":        {superuser: "admin", styles: "/static/blog.css", upload: "/posts/new/"},
	"recruitment": {superuser: "recruiter"},
	"shop":        {superuser: "admin", styles: "/static/shop.css", upload: "/products/new/"},
	"minimal":     {superuser: "admin"},
	"netbox":      {superuser: "admin"},
	"uploads":     {superuser: "admin", upload: "/posts/new/"},
	"campus":      {superuser: "admin"},
}

// login as the superuser in the admin: CSRF, cookies and redirects all have to
// agree on whether the site is https.
func login(t *testing.T, s *stack) string {
	v := s.visitor(t)
	v.login(s)
	p := v.get("/admin/")
	if p.StatusCode != http.StatusOK || !strings.Contains(p.body, "/admin/logout/") {
		t.Errorf("/admin/ after login: %d", p.StatusCode)
	}
	return fmt.Sprintf("%s, over %s", sites[s.example].superuser, p.Request.URL.Scheme)
}

func (v *visitor) login(s *stack) {
	v.t.Helper()
	p := v.form("/admin/login/?next=/admin/", url.Values{
		"username": {sites[s.example].superuser}, "password": {superuserPassword}, "next": {"/admin/"},
	})
	if p.StatusCode != http.StatusOK || p.Request.URL.Path != "/admin/" {
		v.t.Fatalf("login: %d at %s", p.StatusCode, p.Request.URL)
	}
}

// accountByHand: where an example asks for no account, a person makes one.
func accountByHand(t *testing.T, s *stack) string {
	s.exec(t, "deploy/"+s.name("web"), "web", "env", "DJANGO_SUPERUSER_PASSWORD="+superuserPassword,
		"python", "manage.py", "createsuperuser", "--noinput", "--username="+sites[s.example].superuser, "--email=a@example.com")
	return login(t, s)
}

var attachment = regexp.MustCompile(`class="attachment" href="([^"]+)"`)

// uploads: a file posted to Django is served by nginx from the same volume.
func uploads(t *testing.T, s *stack) string {
	content := strings.Repeat("a holiday picture ", 100_000)
	begun := time.Now()
	path := s.upload(t, content)
	p := s.visitor(t).get(path)
	if p.body != content || !strings.HasPrefix(p.Header.Get("Server"), "nginx") || p.Header.Get("X-Release") != "" {
		t.Errorf("%s: %d, %d bytes, %v", path, p.StatusCode, len(p.body), p.Header)
	}
	return fmt.Sprintf("%d bytes there and back in %.1f s", len(content), time.Since(begun).Seconds())
}

// upload posts a file as the superuser and returns its path on the site.
func (s *stack) upload(t *testing.T, content string) string {
	t.Helper()
	v := s.visitor(t)
	v.login(s)
	form := sites[s.example].upload
	token := csrfField.FindStringSubmatch(v.get(form).body)
	if token == nil {
		t.Fatalf("%s has no form", form)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("csrfmiddlewaretoken", token[1]) // memory takes all
	_ = w.WriteField("title", "holiday")
	part, _ := w.CreateFormFile("attachment", "picture.txt")
	_, _ = part.Write([]byte(content))
	_ = w.Close()
	p := v.send(http.MethodPost, form, w.FormDataContentType(), body.String())
	link := attachment.FindStringSubmatch(p.body)
	if p.StatusCode != http.StatusOK || link == nil {
		t.Fatalf("upload: %d at %s, and no link to the file", p.StatusCode, p.Request.URL)
	}
	return link[1]
}

// asJSON reads a page's body.
func (p page) asJSON(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(p.body), into); err != nil {
		t.Fatalf("%s: %d: %v: %.200s", p.Request.URL, p.StatusCode, err, p.body)
	}
}
