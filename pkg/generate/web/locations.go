package web

import (
	"maps"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// location is what nginx does with the requests of a path, with all that it has of the
// locations around it.
type location struct {
	path  string
	exact bool
	// Files are the directory or file that is served; without them and Answer, requests go
	// to the web server.
	Files string
	// tried is what stands for files that do not exist: a file beside them, or the path of
	// one that a location around this one has.
	tried string
	// Unlogged are files of which there are many in a page.
	Unlogged bool
	Internal bool
	Answer   []string
	Timeout  int64 // in seconds, if it is its own
	Snippet  string

	headers map[string]header
	auth    *spec.SecretKey
	limit   string // the directive of the location whose limit it is
	refused string // the variable that says who is kept out
	body    string // the directive for the size of bodies, if it is its own
}

// header is one that nginx sends.
type header struct {
	value  string // as nginx reads it
	always bool   // with errors, too
}

// root is the site, which the web server answers.
var root = location{path: "/"}

// inside returns the location of a path that begins with l's.
func (l location) inside(path string) location {
	if l.Files != "" {
		l.Files += strings.TrimPrefix(path, l.path)
		if l.tried != "" && !strings.HasPrefix(l.tried, "/") {
			l.tried = l.path + l.tried
		}
	}
	l.path = path
	return l
}

// Match is what nginx compares paths with.
func (l location) Match() string {
	if l.exact {
		return "= " + l.path
	}
	return l.path
}

// TryFiles is the directive for files that do not exist.
func (l location) TryFiles() string {
	switch {
	case l.tried == "":
		return ""
	case strings.HasPrefix(l.tried, "/"):
		return "try_files $uri " + l.tried + ";"
	default:
		return "try_files $uri " + l.tried + " =404;"
	}
}

// Auth reports whether it asks for a password.
func (l location) Auth() bool { return l.auth != nil }

// Guards are the directives about who is let in, and with how much.
func (l location) Guards() []string {
	var lines []string
	if l.refused != "" {
		lines = append(lines, "if ("+l.refused+") {", "  return 403;", "}")
	}
	if l.auth != nil && l.Answer == nil {
		lines = append(lines, `auth_basic "restricted";`, "auth_basic_user_file "+authFile(*l.auth)+";")
	}
	if l.limit != "" && l.Answer == nil {
		lines = append(lines, l.limit, "limit_req_status 429;")
	}
	if l.body != "" {
		lines = append(lines, l.body)
	}
	return lines
}

// Headers are the directives that set those of answers. One of the web server is replaced.
// Nginx forgets those of the blocks around a location that has some, so each has its own.
func (l location) Headers() []string {
	var lines []string
	for _, name := range sorted.Keys(l.headers) {
		h := l.headers[name]
		if l.Files == "" && l.Answer == nil {
			lines = append(lines, "proxy_hide_header "+name+";")
		}
		if h.value == `""` {
			continue
		}
		line := "add_header " + name + " " + h.value
		if h.always {
			line += " always"
		}
		lines = append(lines, line+";")
	}
	return lines
}

// files has l serve those of a directory, or one. Browsers do not guess what is in them.
func (l location) files(place, cacheControl string) location {
	l.Files, l.tried, l.Answer = place, "", nil
	headers := map[string]header{"X-Content-Type-Options": {value: "nosniff"}}
	if cacheControl != "" {
		headers["Cache-Control"] = header{value: cacheControl}
	}
	return l.withHeaders(headers)
}

// withHeaders adds headers, or replaces those of the same name in whatever case.
func (l location) withHeaders(more map[string]header) location {
	all, replaced := maps.Clone(more), map[string]bool{}
	for name := range more {
		replaced[strings.ToLower(name)] = true
	}
	for name, h := range l.headers {
		if !replaced[strings.ToLower(name)] {
			all[name] = h
		}
	}
	l.headers = all
	return l
}
