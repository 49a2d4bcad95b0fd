package programs

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// locationsStack has a location of each kind.
const locationsStack = `  media: {serve: accel, volume: {}}
  expose: {ingress: {class: traefik, tls: {secret: a}}}
  proxy:
    locations:
      /: {headers: {X-Frame-Options: DENY, X-Powered-By: ""}}
      /static/fonts/: {headers: {Access-Control-Allow-Origin: "*", cache-control: no-store}}
      /robots.txt: {exact: true, alias: /app/staticfiles/robots.txt}
      /downloads/: {alias: /app/staticfiles/files/}
      /money.json: {exact: true, return: {text: "{\"a\": \"$5 \\ } ; $host\"}\nb"}}
      /page: {exact: true, return: {status: 410, text: gone, contentType: text/html; charset=utf-8}}
      /old/: {return: {status: 308, location: "https://www.example.com$request_uri"}}
      /moved: {return: {location: /new/}}
      /private/: {auth: {secret: shop-private, key: htpasswd}}
      /private/open/: {inherit: false}
      /private/closed/: {headers: {X-Closed: "yes"}}
      /slow/: {rateLimit: {rate: 1r/m, burst: 1}}
      /inside/: {allow: [10.0.0.0/8], deny: [10.1.0.0/16]}
      /exports/: {internal: true, alias: /app/media/exports/}
      /app/: {alias: /app/staticfiles/frontend/, fallback: index.html}
      /app/old/: {headers: {X-Old: "yes"}}
      /small/: {bodySize: 1Ki}
      /traced/: {snippet: "if ($request_method = TRACE) {\n  return 405;\n}\nadd_header X-Snippet $tenant;"}
    snippets:
      http: "map $host $tenant { default site; }"
      server: "location ~ ^/v[0-9]+$ { return 204; }"
`

// TestNginxLocations asks a real nginx for what each kind of location promises.
func TestNginxLocations(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"static/robots.txt":          "robots",
		"static/files/a.txt":         "a file",
		"static/fonts/a.woff":        "font",
		"static/frontend/index.html": "front end",
		"static/frontend/a.js":       "script",
		"media/exports/a.csv":        "export",
		"media/a.txt":                "upload",
		"auth/shop-private/htpasswd": "editor:{PLAIN}secret\n",
	} {
		writeUnder(t, dir, name, content)
	}
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Frame-Options", "SAMEORIGIN")
		w.Header().Set("X-Powered-By", "app")
		w.Header().Set("X-Authorization", r.Header.Get("Authorization"))
		if to := r.URL.Query().Get("send"); to != "" {
			w.Header().Set("X-Accel-Redirect", to)
		}
		_, _ = io.WriteString(w, "app "+r.URL.Path) // the client sees it
	}))
	defer app.Close()
	address := startNginx(t, stackOf(t, locationsStack), dir, app.Listener.Addr().String())

	for _, tc := range []struct {
		reason, path string
		headers      map[string]string // of the request
		status       int
		body         string
		answer       map[string]string // headers of the answer; "" is none
	}{
		{"a header replaces the app's", "/", nil, 200, "app /", map[string]string{"X-Frame-Options": "DENY"}},
		{"an empty one removes it", "/", nil, 200, "app /", map[string]string{"X-Powered-By": ""}},
		{"files inherit headers and keep their own", "/static/files/a.txt", nil, 200, "a file", map[string]string{
			"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Cache-Control": "public, max-age=3600",
		}},
		{"files within files", "/static/fonts/a.woff", nil, 200, "font", map[string]string{
			"X-Frame-Options": "DENY", "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store",
		}},
		{"errors have headers, too", "/static/none", nil, 404, "", map[string]string{"X-Frame-Options": "DENY"}},
		{"a file", "/robots.txt", nil, 200, "robots", map[string]string{"Content-Type": "text/plain"}},
		{"and nothing else", "/robots.txt.old", nil, 200, "app /robots.txt.old", nil},
		{"a directory", "/downloads/a.txt", nil, 200, "a file", nil},
		{"and nothing outside of it", "/downloads../robots.txt", nil, 200, "app /downloads../robots.txt", nil},
		{"nor by dots", "/downloads/%2e%2e/robots.txt", nil, 200, "robots", nil},
		{"a page of the front end", "/app/orders/7", nil, 200, "front end", map[string]string{"Content-Type": "text/html"}},
		{"its start page", "/app/", nil, 200, "front end", nil},
		{"its files", "/app/a.js", nil, 200, "script", nil},
		{"pages within, with headers of their own", "/app/old/7", nil, 200, "front end", nil},
		{"text as it is written", "/money.json", nil, 200, "{\"a\": \"$5 \\ } ; $host\"}\nb", map[string]string{
			"Content-Type": "application/json",
		}},
		{"a type of its own", "/page", nil, 410, "gone", map[string]string{"Content-Type": "text/html; charset=utf-8"}},
		{"a redirect to another host", "/old/a?b=c", nil, 308, "", map[string]string{
			"Location": "https://www.example.com/old/a?b=c",
		}},
		{"a redirect within the site names no port", "/moved", nil, 302, "", map[string]string{"Location": "/new/"}},
		{"nor does one for a slash", "/slow", nil, 301, "", map[string]string{"Location": "/slow/"}},
		{"no password", "/private/", nil, 401, "", nil},
		{"the wrong one", "/private/", map[string]string{"Authorization": "Basic ZWRpdG9yOndyb25n"}, 401, "", nil},
		{"the right one, which the app does not see", "/private/", map[string]string{
			"Authorization": "Basic ZWRpdG9yOnNlY3JldA==",
		}, 200, "app /private/", map[string]string{"X-Authorization": ""}},
		{"by another spelling", "/x/..//private/%61", nil, 401, "", nil},
		{"paths within inherit", "/private/closed/", nil, 401, "", nil},
		{"if they are not told otherwise", "/private/open/", nil, 200, "app /private/open/", nil},
		{"nginx is ready without", "/nginx-health", nil, 200, "ok\n", nil},
		{"the first request", "/slow/", nil, 200, "app /slow/", nil},
		{"and a burst", "/slow/", nil, 200, "app /slow/", nil},
		{"and no more", "/slow/", nil, 429, "", nil},
		{"of another client", "/slow/", map[string]string{"X-Forwarded-For": "203.0.113.8"}, 200, "app /slow/", nil},
		{"who is not allowed", "/inside/", map[string]string{"X-Forwarded-For": "203.0.113.8"}, 403, "", nil},
		{"who is", "/inside/", map[string]string{"X-Forwarded-For": "10.2.0.1"}, 200, "app /inside/", nil},
		{"whom the smaller range denies", "/inside/", map[string]string{"X-Forwarded-For": "10.1.0.1"}, 403, "", nil},
		{"who only says so", "/inside/", map[string]string{"X-Forwarded-For": "10.2.0.1, 203.0.113.8"}, 403, "", nil},
		{"internal from outside", "/exports/a.csv", nil, 404, "", nil},
		{"internal by a view", "/?send=/exports/a.csv", nil, 200, "export", map[string]string{
			"X-Frame-Options": "DENY", "Cache-Control": "private", "X-Content-Type-Options": "nosniff",
		}},
		{"uploads by a view", "/?send=/protected/a.txt", nil, 200, "upload", nil},
		{"snippets", "/traced/", nil, 200, "app /traced/", map[string]string{"X-Snippet": "site"}},
		{"of the server", "/v1", nil, 204, "", nil},
	} {
		request, err := http.NewRequest(http.MethodGet, "http://"+address+tc.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range tc.headers {
			request.Header.Set(name, value)
		}
		got, body := ask(t, request)
		if got.StatusCode != tc.status || tc.body != "" && body != tc.body {
			t.Errorf("%s: %s is answered with %d %q, want %d %q", tc.reason, tc.path, got.StatusCode, body, tc.status, tc.body)
		}
		for name, want := range tc.answer {
			if values := strings.Join(got.Header.Values(name), " and "); values != want {
				t.Errorf("%s: %s has %s %q, want %q", tc.reason, tc.path, name, values, want)
			}
		}
	}

	for path, want := range map[string]int{"/small/": http.StatusRequestEntityTooLarge, "/": http.StatusOK} {
		request, err := http.NewRequest(http.MethodPost, "http://"+address+path, strings.NewReader(strings.Repeat("a", 2000)))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := ask(t, request); got.StatusCode != want {
			t.Errorf("2000 bytes to %s are answered with %d, want %d", path, got.StatusCode, want)
		}
	}
}

// ask makes one request, and follows no redirect.
func ask(t *testing.T, request *http.Request) (*http.Response, string) {
	t.Helper()
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

func writeUnder(t *testing.T, dir, name, content string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestAllowedBehindTwoProxies: where the last address of X-Forwarded-For is the load balancer's,
// the client's is before it.
func TestAllowedBehindTwoProxies(t *testing.T) {
	s := stackOf(t, `  proxy: {locations: {/inside/: {allow: [203.0.113.0/24], return: {text: inside}}}}
  expose: {ingress: {class: gce, tls: {secret: a}}}
`)
	address := startNginx(t, s, t.TempDir(), "127.0.0.1:1")
	for list, want := range map[string]int{
		"203.0.113.7, 34.1.2.3":           http.StatusOK,
		"198.51.100.1, 34.1.2.3":          http.StatusForbidden,
		"203.0.113.7, 198.51.100.1, 34.1": http.StatusForbidden,
	} {
		request, err := http.NewRequest(http.MethodGet, "http://"+address+"/inside/", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Forwarded-For", list)
		if got, _ := ask(t, request); got.StatusCode != want {
			t.Errorf("%s: %d, want %d", list, got.StatusCode, want)
		}
	}
}

// TestNginxRedirectsHosts: a redirect is for its hosts, and all others have the site.
func TestNginxRedirectsHosts(t *testing.T) {
	s := stackOf(t, `  proxy: {}
  expose: {ingress: {class: traefik, tls: {secret: a}}}
  routes:
    old: {hosts: [old.example.com, "*.old.example.com"], redirect: "https://shop.example.com$request_uri"}
    long: {hosts: [`+strings.Repeat("a-long-label.", 15)+`example.com], redirect: "https://shop.example.com/"}
`)
	app := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer app.Close()
	address := startNginx(t, s, t.TempDir(), app.Listener.Addr().String())
	for host, want := range map[string]string{
		"old.example.com":   "https://shop.example.com/a?b=c",
		"a.old.example.com": "https://shop.example.com/a?b=c",
		"shop.example.com":  "",
		"10.0.0.7":          "",
	} {
		request, err := http.NewRequest(http.MethodGet, "http://"+address+"/a?b=c", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		if got, _ := ask(t, request); got.Header.Get("Location") != want {
			t.Errorf("%s is sent to %q, want %q", host, got.Header.Get("Location"), want)
		}
	}
}
