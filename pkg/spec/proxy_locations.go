package spec

import (
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

// ProxyHealthPath is where nginx says that it is ready.
const ProxyHealthPath = "/nginx-health"

// LocationVariables are the variables of nginx that headers and redirects may contain:
// those whose value is one line whatever a client sends.
var LocationVariables = []string{"args", "host", "http_origin", "is_args", "request_id", "request_uri"}

// proxyFolder is a path at which nginx has files by other fields than its locations.
type proxyFolder struct{ field, path string }

// proxyFolders are those of a stack with a proxy.
func (s *StackSpec) proxyFolders() []proxyFolder {
	var all []proxyFolder
	if s.Static.Mode == StaticNginx {
		all = append(all, proxyFolder{"static.url", s.Static.URL})
	}
	if m := s.Media; m != nil && m.Volume != nil {
		switch m.Serve {
		case MediaByProxy:
			all = append(all, proxyFolder{"media.url", strings.TrimRight(pathOf(m.URL), "/") + "/"})
		case MediaByAccel:
			all = append(all, proxyFolder{"media.internalURL", m.InternalURL})
		case MediaByApp: // nginx has none of them
		}
	}
	return all
}

// LargestBody returns the largest request body that is accepted somewhere.
func (p *Proxy) LargestBody() *resource.Quantity {
	largest := p.BodySize
	for _, l := range p.Locations {
		if l.BodySize != nil && (largest == nil || l.BodySize.Cmp(*largest) > 0) {
			largest = l.BodySize
		}
	}
	return largest
}

// LongestTimeout returns the longest timeout of a location, in seconds, 0 if there is none.
func (p *Proxy) LongestTimeout() int64 {
	var longest int64
	for _, l := range p.Locations {
		if l.Timeout != nil {
			longest = max(longest, l.Timeout.Seconds())
		}
	}
	return longest
}

// open reports whether a location lets every client through to the web server.
func (l ProxyLocation) open() bool {
	asked := l.Auth != nil || l.RateLimit != nil || len(l.Allow)+len(l.Deny) > 0
	return !asked && !l.Internal && l.Alias == "" && l.Return == nil
}

// Guards reports whether nginx may refuse a request for a path, or answer it itself: a load
// balancer does not learn there whether a pod is ready.
func (p *Proxy) Guards(path string) bool {
	for prefix, l := range p.Locations {
		if strings.HasPrefix(path, prefix) && !l.open() {
			return true
		}
	}
	return false
}
