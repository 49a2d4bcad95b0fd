package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/nginxconf"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// folder is a path at which nginx has files by other fields than proxy.locations.
type folder struct {
	path  string
	serve func(location) location
}

// folders are those of a stack, and last the site itself.
func folders(st *stack.Stack) []folder {
	var all []folder
	if copiesStatic(st) {
		maxAge := fmt.Sprintf(`"public, max-age=%d"`, st.Spec.Proxy.StaticMaxAge.Seconds())
		all = append(all, folder{slashed(st.Spec.Static.URL), func(l location) location {
			l.Unlogged = true
			return l.files(slashed(proxyStaticPath), maxAge)
		}})
	}
	if proxySends(st, spec.MediaByProxy) {
		_, _, url := splitAddress(st.Spec.Media.URL)
		all = append(all, folder{slashed(url), func(l location) location {
			l.Unlogged = true
			return l.files(slashed(st.Spec.Media.Root), `"public, max-age=0"`)
		}})
	}
	if proxySends(st, spec.MediaByAccel) {
		all = append(all, folder{slashed(st.Spec.Media.InternalURL), func(l location) location {
			l.Internal = true
			return l.files(slashed(st.Spec.Media.Root), cacheControl(true))
		}})
	}
	return append(all, folder{root.path, func(location) location { return root }})
}

// locations are those of nginx.conf, and what they share.
type locations struct {
	st  *stack.Stack
	all []location
	// shared are the directives that stand beside the server.
	shared []string
	// around are the locations that others may be inside of, by path.
	around map[string]location
}

// locationsOf makes those of a stack: of nginx' own folders and of the paths in the spec. Of
// two paths the outer one is made first, since the inner one begins with what it says.
func locationsOf(st *stack.Stack) locations {
	ls := locations{st: st, around: map[string]location{}}
	own, serve, rank := folders(st), map[string]func(location) location{}, map[string]int{}
	paths := sorted.Keys(st.Spec.Proxy.Locations)
	for i, f := range own {
		serve[f.path], rank[f.path] = f.serve, i-len(own)
		paths = append(paths, f.path)
	}
	rank[root.path] = 1
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		ls.add(path, serve[path])
	}
	slices.SortStableFunc(ls.all, func(a, b location) int { return cmp.Compare(rank[a.path], rank[b.path]) })
	return ls
}

// add adds the location of a path, which may be one of nginx' folders, and what the spec says
// of it. If that is for the path alone, a folder has a location for the paths within it, too.
func (ls *locations) add(path string, serve func(location) location) {
	said, given := ls.st.Spec.Proxy.Locations[path]
	l := ls.enclosing(path).inside(path)
	if given && said.Inherit != nil && !*said.Inherit {
		l = root.inside(path)
	}
	if serve != nil {
		l = serve(l)
	}
	if serve != nil && said.Exact {
		ls.around[path] = l
		ls.all = append(ls.all, l)
	}
	if given {
		l = ls.overlay(l, said)
	}
	if !l.exact {
		ls.around[path] = l
	}
	ls.all = append(ls.all, l)
}

// enclosing is the location of the longest path that a path begins with.
func (ls *locations) enclosing(path string) location {
	for end := len(path) - 1; end > 0; end-- {
		if l, found := ls.around[path[:end]]; found {
			return l
		}
	}
	return root
}

// overlay puts what the spec says over what a location is without it.
func (ls *locations) overlay(l location, said spec.ProxyLocation) location {
	n := strconv.Itoa(len(ls.all))
	l.exact = said.Exact
	l.Internal = l.Internal || said.Internal
	switch {
	case said.Alias != "":
		l = l.files(ls.directory(said.Alias), cacheControl(l.Internal))
		l.Unlogged = false
		l.tried = said.Fallback
	case said.Return != nil:
		l.Files, l.Answer = "", answer(*said.Return)
	}
	l = l.withHeaders(headersOf(said.Headers))
	if said.Auth != nil {
		l.auth = said.Auth
	}
	if said.RateLimit != nil {
		l.limit = ls.limit("limit"+n, *said.RateLimit)
	}
	if len(said.Allow)+len(said.Deny) > 0 {
		l.refused = "$refused" + n
		ls.shared = append(ls.shared, refused(ls.client(), l.refused, said)...)
	}
	if said.BodySize != nil {
		l.body = fmt.Sprintf("client_max_body_size %d;", said.BodySize.Value())
	}
	if said.Timeout != nil {
		l.Timeout = max(1, said.Timeout.Seconds())
	}
	l.Snippet = cmp.Or(strings.TrimRight(said.Snippet, "\n"), l.Snippet)
	return l
}

// sendsInternal reports whether there are files that only views can have sent.
func (ls *locations) sendsInternal() bool {
	return slices.ContainsFunc(ls.all, func(l location) bool { return l.Internal && l.Files != "" })
}

// cacheControl is the header of files, "" where nothing is known of them. One that a view
// gives out is cached as the view says, or by nobody else.
func cacheControl(internal bool) string {
	if internal {
		return "$internal_cache_control"
	}
	return ""
}

// directory is where nginx has what the project has at a path.
func (ls *locations) directory(place string) string {
	if copiesStatic(ls.st) {
		if rest, inside := strings.CutPrefix(place, ls.st.Spec.Static.Root+"/"); inside {
			return slashed(proxyStaticPath) + rest
		}
	}
	return place
}

func answer(ret spec.ProxyReturn) []string {
	status := strconv.Itoa(int(ret.Status))
	switch {
	case ret.Location != "":
		return []string{"return " + status + " " + nginxconf.Quote(ret.Location, spec.LocationVariables...) + ";"}
	case ret.Text == "":
		return []string{"return " + status + ";"}
	}
	lines := []string{"default_type text/plain;", "return " + status + " " + nginxconf.Quote(ret.Text) + ";"}
	if ret.ContentType != "" {
		return []string{"types { }", "default_type " + nginxconf.Quote(ret.ContentType) + ";", lines[1]}
	}
	return lines
}

func headersOf(said map[string]string) map[string]header {
	all := map[string]header{}
	for name, value := range said {
		all[name] = header{nginxconf.Quote(value, spec.LocationVariables...), true}
	}
	return all
}

// client is the variable with the client's address.
func (ls *locations) client() string {
	if controllerAddsItself(ls.st) {
		return "$client_address"
	}
	return "$remote_addr"
}

// limit makes the zone of a rate limit, and returns the directive that counts there.
func (ls *locations) limit(zone string, l spec.RateLimit) string {
	key := map[spec.RateLimitKey]string{spec.RatePerHost: "$host", spec.RateOfAll: "all"}[l.Per]
	ls.shared = append(ls.shared,
		fmt.Sprintf("limit_req_zone %s zone=%s:1m rate=%s;", cmp.Or(key, ls.client()), zone, l.Rate))
	directive := "limit_req zone=" + zone
	if l.Burst > 0 {
		directive += fmt.Sprintf(" burst=%d nodelay", l.Burst)
	}
	return directive + ";"
}

// refused is a variable that is 1 for the clients that are kept out.
func refused(client, variable string, said spec.ProxyLocation) []string {
	others := 0
	if len(said.Allow) > 0 {
		others = 1
	}
	lines := []string{fmt.Sprintf("geo %s %s {", client, variable), fmt.Sprintf("  default %d;", others)}
	for _, cidr := range said.Allow {
		lines = append(lines, "  "+cidr+" 0;")
	}
	for _, cidr := range said.Deny {
		lines = append(lines, "  "+cidr+" 1;")
	}
	return append(lines, "}")
}

// proxyAuthPath is below which nginx has the files of passwords.
const proxyAuthPath = spec.ProxyConfigPath + "/auth"

func authFile(ref spec.SecretKey) string { return proxyAuthPath + "/" + ref.Secret + "/" + ref.Key }

// authKeys are the keys of Secrets that locations ask for passwords by.
func authKeys(st *stack.Stack) map[string][]string {
	keys := map[string][]string{}
	for _, path := range sorted.Keys(st.Spec.Proxy.Locations) {
		if ref := st.Spec.Proxy.Locations[path].Auth; ref != nil && !slices.Contains(keys[ref.Secret], ref.Key) {
			keys[ref.Secret] = append(keys[ref.Secret], ref.Key)
		}
	}
	return keys
}
