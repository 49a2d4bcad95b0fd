package programs

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// app is a project that lets those who have a session have what others may not.
func app(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			n, _ := io.Copy(io.Discard, r.Body) // a body that breaks off is short
			fmt.Fprint(w, n)
		case r.URL.Path == "/invoice/" || strings.HasPrefix(r.URL.Path, "/media/"):
			if _, err := r.Cookie("sessionid"); err != nil {
				http.Redirect(w, r, "/login/", http.StatusFound)
				return
			}
			if r.URL.Query().Has("cached") {
				w.Header().Set("Cache-Control", "max-age=5")
			}
			w.Header()["Content-Type"] = nil // nginx names it
			w.Header().Set("X-Accel-Redirect", "/protected/f%C3%BCr%20sie/100%25.pdf")
		default:
			fmt.Fprint(w, "app "+r.URL.Path)
		}
	}))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// answer is what a client gets, who follows no redirect.
func answer(t *testing.T, url, cookie string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if cookie != "" {
		request.Header.Set("Cookie", cookie)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func put(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestWhoGetsUploads asks nginx for the same file in each way there is to serve it.
func TestWhoGetsUploads(t *testing.T) {
	const session, file = "sessionid=1", "/media/f%C3%BCr%20sie/100%25.pdf"
	for _, serve := range []spec.MediaServe{spec.MediaByProxy, spec.MediaByApp, spec.MediaByAccel} {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "media", "für sie", "100%.pdf"), "an invoice")
		s := stackOf(t, "  proxy: {cache: {}}\n  static: {mode: whitenoise}\n  media: {volume: {}, serve: "+string(serve)+"}\n")
		site := "http://" + startNginx(t, s, dir, app(t))
		for _, c := range []struct {
			reason, path, cookie string
			serve                spec.MediaServe
			status               int
			body                 string
		}{
			{"proxy: whoever asks has it", file, "", spec.MediaByProxy, 200, "an invoice"},
			{"app: a stranger is sent to the login", file, "", spec.MediaByApp, 302, ""},
			{"accel: as well", file, "", spec.MediaByAccel, 302, ""},
			{"accel: who may, has what nginx sends", file, session, spec.MediaByAccel, 200, "an invoice"},
			{"accel: and after that a stranger still has not", file, "", spec.MediaByAccel, 302, ""},
			{"accel: by whatever view", "/invoice/", session, spec.MediaByAccel, 200, "an invoice"},
			{"accel: nobody asks for it directly", "/protected/f%C3%BCr%20sie/100%25.pdf", session, spec.MediaByAccel, 404, ""},
			{"accel: by no way around", "/x/../protected/f%C3%BCr%20sie/100%25.pdf", "", spec.MediaByAccel, 404, ""},
			{"app: there is no such way", "/protected/f%C3%BCr%20sie/100%25.pdf", "", spec.MediaByApp, 200, "app /protected/"},
			{"all else is the app's", "/about/", "", serve, 200, "app /about/"},
		} {
			if c.serve != serve {
				continue
			}
			response, body := answer(t, site+c.path, c.cookie)
			if response.StatusCode != c.status || c.body != "" && !strings.HasPrefix(body, c.body) {
				t.Errorf("%s: %s %q", c.reason, response.Status, body)
			}
			if c.status == 200 && body == "an invoice" && response.Header.Get("Content-Type") != "application/pdf" {
				t.Errorf("%s: %v", c.reason, response.Header)
			}
		}
		if serve == spec.MediaByAccel {
			cacheable(t, site)
		}
	}
}

// cacheable: a cache in between may not give others what one was allowed to have.
func cacheable(t *testing.T, site string) {
	t.Helper()
	for path, want := range map[string]string{"/invoice/": "private", "/invoice/?cached": "max-age=5"} {
		response, _ := answer(t, site+path, "sessionid=1")
		if got := response.Header.Values("Cache-Control"); len(got) != 1 || got[0] != want {
			t.Errorf("%s: Cache-Control %v, want %s", path, got, want)
		}
		if response.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, response.Header)
		}
	}
}

// TestLinkedStaticFiles copies what collectstatic --link leaves, by the init
// container's own command, and asks nginx for it.
func TestLinkedStaticFiles(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "packages", "admin.css"), "body {}")
	put(t, filepath.Join(dir, "image", "own.css"), "p {}")
	for link, to := range map[string]string{"admin.css": "../packages/admin.css", "all": "../packages"} {
		if err := os.Symlink(to, filepath.Join(dir, "image", link)); err != nil {
			t.Fatal(err)
		}
	}
	s := stackOf(t, "  proxy: {}\n")
	command := initCommand(t, s, "static", "/app/staticfiles", filepath.Join(dir, "image"), "/etc/djangostack/static", filepath.Join(dir, "static"))
	if err := os.Mkdir(filepath.Join(dir, "static"), 0o755); err != nil {
		t.Fatal(err)
	}
	output(t, dir, command...)
	if err := os.RemoveAll(filepath.Join(dir, "packages")); err != nil { // nginx has nothing of the image
		t.Fatal(err)
	}
	site := "http://" + startNginx(t, s, dir, app(t))
	for path, want := range map[string]string{"admin.css": "body {}", "all/admin.css": "body {}", "own.css": "p {}"} {
		if response, body := answer(t, site+"/static/"+path, ""); body != want {
			t.Errorf("%s: %s %q", path, response.Status, body)
		}
	}
	brokenLink(t, dir, command)
}

// brokenLink: what leads nowhere by now is named, and the copy has failed.
func brokenLink(t *testing.T, dir string, command []string) {
	t.Helper()
	said, err := run(dir, command...)
	if err == nil || !strings.Contains(said, "admin.css") {
		t.Errorf("a link to nothing: %v %q", err, said)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "static", "own.css")); err != nil || string(data) != "p {}" {
		t.Errorf("the rest: %v %q", err, data)
	}
}

// initCommand is that of one of web's init containers, with other paths.
func initCommand(t *testing.T, s *spec.DjangoStack, name string, paths ...string) []string {
	t.Helper()
	for _, o := range objectsOf(t, s, "prod") {
		d, ok := o.(*appsv1.Deployment)
		if !ok {
			continue
		}
		for _, c := range d.Spec.Template.Spec.InitContainers {
			if c.Name != name {
				continue
			}
			var command []string
			for _, word := range c.Command {
				command = append(command, strings.NewReplacer(paths...).Replace(word))
			}
			return command
		}
	}
	t.Fatalf("no init container %s", name)
	return nil
}

// TestSeededPath copies what an image has at a path, twice, by the init container's
// own command.
func TestSeededPath(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "image", "de", "django.po"), "hallo")
	put(t, filepath.Join(dir, "image", ".hidden"), "h")
	if err := os.Symlink("de", filepath.Join(dir, "image", "at")); err != nil {
		t.Fatal(err)
	}
	s := stackOf(t, "")
	s.Spec.Django.WritablePaths = []spec.WritablePath{{Path: "/app/locale", Seed: new(true)}}
	command := initCommand(t, s, "seed", "/app/locale", filepath.Join(dir, "image"), "/etc/djangostack/seed/0", filepath.Join(dir, "volume"))
	if err := os.Mkdir(filepath.Join(dir, "volume"), 0o755); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		output(t, dir, command...)
		if data, err := os.ReadFile(filepath.Join(dir, "volume", "at", "django.po")); err != nil || string(data) != "hallo" {
			t.Errorf("%v %q", err, data)
		}
		put(t, filepath.Join(dir, "volume", "de", "django.po"), "changed by the project")
	}
	if to, err := os.Readlink(filepath.Join(dir, "volume", "at")); err != nil || to != "de" {
		t.Errorf("a link became %q, %v", to, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "volume", ".hidden")); err != nil {
		t.Error(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "image")); err != nil {
		t.Fatal(err)
	}
	if said, err := run(dir, command...); err == nil || !strings.Contains(said, "image") {
		t.Errorf("a path that the image does not have: %v %q", err, said)
	}
}

// TestBodies: nginx lets through what the spec says and no more.
func TestBodies(t *testing.T) {
	site := "http://" + startNginx(t, stackOf(t, "  proxy: {bodySize: 3Mi}\n"), t.TempDir(), app(t))
	for size, want := range map[int]int{3 << 20: 200, 3<<20 + 1: 413} {
		response, err := http.Post(site+"/upload/", "text/plain", strings.NewReader(strings.Repeat("a", size)))
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body) // what there is of it is compared
		_ = response.Body.Close()
		if response.StatusCode != want || want == 200 && string(body) != fmt.Sprint(size) {
			t.Errorf("%d bytes: %s %q", size, response.Status, body)
		}
	}
}
