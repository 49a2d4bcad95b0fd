package spec

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
)

// probes checks the probes of a container that answers HTTP.
func (r *report) probes(path string, p Probes) { p.each(path, r.probe) }

// silentProbes checks those of a container that listens on no port.
func (r *report) silentProbes(path string, p Probes) {
	p.each(path, func(path string, p Probe) {
		if p.Path != "" {
			r.forbidden(path+".path", "nothing answers HTTP there; use command")
		}
		r.probe(path, p)
	})
}

// ownChecks refuses the numbers of a check that nothing has made: there is no
// default one for them to change.
func (r *report) ownChecks(path string, p Probes) {
	p.each(path, func(path string, p Probe) {
		if p.Path == "" && len(p.Command) == 0 {
			r.missing(path+".command", "there is no check by default; write its command")
		}
	})
}

// overHTTPS is which of the checks is made over HTTPS, "" for none.
func (p Probes) overHTTPS() string {
	found := ""
	p.each("", func(path string, p Probe) {
		if p.Scheme == SchemeHTTPS && found == "" {
			found = path
		}
	})
	return found
}

// each calls visit for each probe that is given.
func (p Probes) each(path string, visit func(path string, p Probe)) {
	for _, one := range []struct {
		name  string
		probe *Probe
	}{{"startup", p.Startup}, {"readiness", p.Readiness}, {"liveness", p.Liveness}} {
		if one.probe != nil && !one.probe.None {
			visit(path+"."+one.name, *one.probe)
		}
	}
}

func (r *report) probe(path string, p Probe) {
	switch {
	case p.Path != "" && len(p.Command) > 0:
		r.forbidden(path+".path", "cannot be combined with command; remove one of them")
	case strings.Contains(p.Path, "://") || strings.ContainsAny(p.Path, " \t\r\n#"):
		r.invalid(path+".path", "%q must be a path; write one such as /healthz", p.Path)
	case p.Path != "" && !strings.HasPrefix(p.Path, "/"):
		r.invalid(path+".path", "%q must begin with a slash; write /%s", p.Path, p.Path)
	}
	if p.Path == "" && (p.Scheme != "" || len(p.Headers) > 0) {
		r.missing(path+".path", "scheme and headers are for a check over HTTP; write its path, such as /healthz")
	}
	r.headers(path+".headers", p.Headers)
	r.command(path+".command", p.Command)
	if p.TimeoutSeconds > p.PeriodSeconds && p.PeriodSeconds > 0 {
		r.warn(path+".timeoutSeconds", "a check may take %ds and the next one begins after %ds; lower it",
			p.TimeoutSeconds, p.PeriodSeconds)
	}
}

// headers checks those of a request, of which Go's client sends nothing if one is not
// right (golang.org/x/net/http/httpguts). Line breaks are found in every text.
func (r *report) headers(path string, headers map[string]string) {
	given := map[string]string{}
	for _, name := range sorted.Keys(headers) {
		at, lower := path+segment(name), strings.ToLower(name)
		other, twice := given[lower]
		given[lower] = name
		switch {
		case len(validation.IsHTTPHeaderName(name)) > 0:
			r.invalid(at, "%q must be the name of a header; write one such as Host", name)
		case twice:
			r.invalid(at, "is another spelling of %s; remove one of them", other)
		case lower == "host" && !consistsOf(headers[name], letters+digits+".-_:[]"):
			r.invalid(at, "%q must be a host; write one such as shop.example.com", headers[name])
		}
	}
}
