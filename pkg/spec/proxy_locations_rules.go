package spec

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/nginxconf"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

func validateProxyLocations(r *report, s *DjangoStack) {
	p := s.Spec.Proxy
	if p == nil {
		return
	}
	for _, path := range sorted.Keys(p.Locations) {
		l := &locationRules{r, &s.Spec, p.Locations[path], path, "spec.proxy.locations" + segment(path)}
		l.location()
		l.folder()
		l.files()
		l.answer()
		l.headersOfAnswers()
		l.clients()
		l.limits()
		r.snippet(l.at+".snippet", l.Snippet)
	}
	r.snippet("spec.proxy.snippets.http", p.Snippets.HTTP)
	r.snippet("spec.proxy.snippets.server", p.Snippets.Server)
}

// locationRules are about one location.
type locationRules struct {
	*report
	spec *StackSpec
	ProxyLocation
	path, at string
}

// location checks the path, which nginx compares with that of a request decoded and in its
// shortest form.
func (l *locationRules) location() {
	switch {
	case l.path == ProxyHealthPath:
		l.invalid(l.at, "is where nginx says that it is ready; choose another path")
	case l.path == "/" && l.Internal:
		l.invalid(l.at+".internal", "must not be true for the whole site, which nobody could reach; remove it")
	default:
		l.sitePath(l.at, l.path, "/metrics")
	}
}

// folder checks a location that is one of nginx' own: what is served there is said elsewhere.
func (l *locationRules) folder() {
	for _, own := range l.spec.proxyFolders() {
		if l.path != own.path {
			continue
		}
		const remedy = "%s is this path, and says which files are served here; choose another path, or remove this"
		if l.Exact {
			l.forbidden(l.at+".exact", remedy, own.field)
		}
		if l.Alias != "" {
			l.forbidden(l.at+".alias", remedy, own.field)
		}
		if l.Return != nil {
			l.forbidden(l.at+".return", remedy, own.field)
		}
	}
}

// files checks that nginx has the files, and that no request leads out of their directory.
func (l *locationRules) files() {
	l.fallback()
	if l.Alias == "" {
		return
	}
	at := l.at + ".alias"
	if l.Return != nil {
		l.forbidden(at, "cannot be combined with return; remove one of them")
		return
	}
	directory := strings.HasSuffix(l.path, "/")
	switch {
	case !isDirectory(strings.TrimSuffix(l.Alias, "/")):
		l.invalid(at, "%q must be the absolute path of a directory or a file; write one such as %s/downloads/", l.Alias,
			l.spec.Static.Root)
	case l.Exact && (directory || strings.HasSuffix(l.Alias, "/")):
		l.invalid(at, "with exact, path and alias must both be those of a file, without a slash at the end")
	case !l.Exact && (!directory || !strings.HasSuffix(l.Alias, "/")):
		l.invalid(at, "path and alias must both end with a slash, as those of directories; for a single file write "+
			"exact: true")
	case !l.has(l.Alias):
		l.invalid(at, "%q must be inside %s; nginx has no other files", l.Alias, l.roots())
	}
}

func (l *locationRules) fallback() {
	switch at := l.at + ".fallback"; {
	case l.Fallback == "":
	case l.Alias == "" || l.Exact:
		l.forbidden(at, "is for alias with a directory; remove it")
	case strings.HasPrefix(l.Fallback, "/") || !isDirectory("/"+l.Fallback):
		l.invalid(at, "%q must be the path of a file inside alias; write one such as index.html", l.Fallback)
	}
}

// has reports whether nginx has the file or directory.
func (l *locationRules) has(place string) bool {
	return slices.ContainsFunc(l.served(), func(root string) bool {
		return inDirectory(strings.TrimSuffix(place, "/"), root)
	})
}

// served are the directories whose files nginx has, as the project knows them.
func (l *locationRules) served() []string {
	var roots []string
	if l.spec.Static.Mode == StaticNginx {
		roots = append(roots, l.spec.Static.Root)
	}
	if m := l.spec.Media; m != nil && m.Volume != nil && m.Serve != MediaByApp {
		roots = append(roots, m.Root)
	}
	return roots
}

func (l *locationRules) roots() string {
	if roots := l.served(); len(roots) > 0 {
		return strings.Join(roots, " or ")
	}
	return "static.root with static.mode: nginx, or media.root with media.serve: proxy or accel"
}

func (l *locationRules) answer() {
	if l.Return == nil {
		return
	}
	ret, at := *l.Return, l.at+".return"
	l.status(at, ret)
	switch {
	case ret.Location != "" && ret.Text != "":
		l.forbidden(at+".text", "cannot be combined with location; remove one of them")
	case ret.ContentType != "" && ret.Text == "":
		l.forbidden(at+".contentType", "has no effect without text; remove it")
	case ret.Location != "" && !strings.HasPrefix(ret.Location, "/") && !isWeb(ret.Location):
		l.invalid(at+".location", "%q must be a path of the site or an address; write one such as /new/ or "+
			"https://www.example.com/", ret.Location)
	}
	l.variables(at+".location", ret.Location)
	l.parameter(at+".text", ret.Text)
	l.parameter(at+".contentType", ret.ContentType)
	const unasked = "has no effect with return, which nginx answers before; remove one of them"
	if l.Auth != nil {
		l.forbidden(l.at+".auth", unasked)
	}
	if l.RateLimit != nil {
		l.forbidden(l.at+".rateLimit", unasked)
	}
}

func (r *report) status(at string, ret ProxyReturn) {
	redirect := slices.Contains([]int32{301, 302, 303, 307, 308}, ret.Status)
	switch {
	case ret.Status == 0:
		r.missing(at, "write status, location or text")
	case ret.Status < 200 || ret.Status > 599:
		r.invalid(at+".status", "%d must be the status of an answer; write one such as 404", ret.Status)
	case redirect && ret.Location == "":
		r.missing(at+".location", "write where the redirect leads")
	case !redirect && ret.Location != "":
		r.invalid(at+".status", "%d must be that of a redirect; write 301, 302, 303, 307 or 308, or remove location",
			ret.Status)
	}
}

// isWeb reports whether text begins as an address of the web does.
func isWeb(text string) bool {
	return strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
}

// ofServers are the headers that nginx makes itself, or that answers have several of.
var ofServers = []string{
	"connection", "content-encoding", "content-length", "content-type", "date", "keep-alive", "location", "server",
	"set-cookie", "transfer-encoding",
}

func (l *locationRules) headersOfAnswers() {
	l.headers(l.at+".headers", l.Headers)
	for _, name := range sorted.Keys(l.Headers) {
		at := l.at + ".headers" + segment(name)
		if lower := strings.ToLower(name); slices.Contains(ofServers, lower) || strings.HasPrefix(lower, "x-accel-") {
			l.invalid(at, "must not be set here, since nginx or the web server decides on it for each answer; remove it")
		}
		l.variables(at, l.Headers[name])
	}
}

// variables checks a text that may contain some.
func (l *locationRules) variables(at, text string) {
	if name := nginxconf.Unknown(text, LocationVariables...); name != "" {
		l.invalid(at, "must not contain the variable $%s; %s are known here, and a snippet can use the others", name,
			strict.Listed(LocationVariables))
	}
	l.parameter(at, text, LocationVariables...)
}

// parameter checks that nginx can read a text with these variables.
func (r *report) parameter(at, text string, variables ...string) {
	if n := len(nginxconf.Quote(text, variables...)); n > nginxconf.MaxParameter {
		r.invalid(at, "must have at most %d bytes as nginx reads it and has %d; shorten it, or let the web server answer",
			nginxconf.MaxParameter, n)
	}
}

// clients checks ranges of addresses, each of which says one thing.
func (l *locationRules) clients() {
	seen := map[string]string{}
	for _, list := range []struct {
		name  string
		cidrs []string
	}{{"allow", l.Allow}, {"deny", l.Deny}} {
		l.cidrs(l.at+"."+list.name, list.cidrs)
		for i, cidr := range list.cidrs {
			at := l.at + "." + list.name + "[" + strconv.Itoa(i) + "]"
			if other, twice := seen[cidr]; twice {
				l.invalid(at, "%s is in %s already; remove one of them", cidr, other)
			}
			if strings.HasSuffix(cidr, "/0") {
				l.invalid(at, "%s is every address; remove it, and write the ranges that differ", cidr)
			}
			seen[cidr] = list.name
		}
	}
}

var rate = regexp.MustCompile(`^[1-9][0-9]{0,5}r/[sm]$`)

func (l *locationRules) limits() {
	if b := l.BodySize; b != nil {
		if b.CmpInt64(1024) < 0 {
			l.invalid(l.at+".bodySize", "%s must be at least 1Ki; write a unit, as in 25Mi", b)
		}
		l.room(l.at+".bodySize", b)
	}
	l.positive(l.at+".timeout", l.Timeout)
	if l.RateLimit != nil {
		if !rate.MatchString(l.RateLimit.Rate) {
			l.invalid(l.at+".rateLimit.rate", "%q must be a number of requests a second or a minute; write one such as "+
				"10r/s or 30r/m", l.RateLimit.Rate)
		}
		l.addresses(l.at+".rateLimit", l.RateLimit.Per == RatePerAddress)
	}
	l.addresses(l.at+".allow", len(l.Allow) > 0)
	l.addresses(l.at+".deny", len(l.Deny) > 0)
}

// addresses warns where nginx may not know those of clients.
func (l *locationRules) addresses(at string, needed bool) {
	if e := l.spec.Expose; needed && e != nil && e.LoadBalancer != nil && e.Ingress == nil {
		l.warn(at, "many load balancers pass requests on from a node's address, so that all clients have the same few; "+
			"put an Ingress in front, or check which addresses nginx logs")
	}
}

// snippet checks text for nginx' configuration: it may not end the block that it is in.
func (r *report) snippet(at, text string) {
	if text == "" {
		return
	}
	if err := nginxconf.Whole(text); err != nil {
		r.invalid(at, "must consist of whole directives and %s; complete it", err)
		return
	}
	r.textValue(at, text)
	r.warn(at, "only nginx checks it, when a pod starts, and a mistake keeps new pods from getting ready; try it with "+
		"nginx -t first")
}
