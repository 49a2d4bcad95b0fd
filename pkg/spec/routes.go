package spec

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// RouteAuthKey is the key at which ingress-nginx looks for passwords.
const RouteAuthKey = authKey

// Target returns the component that a route leads to and the port that it names, "" if it
// names none.
func (r Route) Target() (component, port string) {
	component, port, _ = strings.Cut(r.To, ":")
	return component, port
}

// OwnHosts returns those hosts of a route that are not django's.
func (s *StackSpec) OwnHosts(r Route) []Host {
	if len(r.Hosts) == 0 {
		return nil
	}
	site := map[string]bool{}
	for _, h := range s.Django.Hosts {
		site[widened(h)] = true
	}
	return slices.DeleteFunc(slices.Clone(r.Hosts), func(h Host) bool { return site[widened(h)] })
}

// AllowedHosts returns the hosts that Django has to accept: its own, and those of the routes
// that lead to it.
func (s *StackSpec) AllowedHosts() []Host {
	all := slices.Clip(s.Django.Hosts)
	seen := map[string]bool{}
	for _, h := range all {
		seen[widened(h)] = true
	}
	for _, name := range sorted.Keys(s.Routes) {
		if !s.leadsToDjango(s.Routes[name]) {
			continue
		}
		for _, h := range s.Routes[name].Hosts {
			if !seen[widened(h)] {
				all = append(all, h)
				seen[widened(h)] = true
			}
		}
	}
	return all
}

func (s *StackSpec) leadsToDjango(r Route) bool {
	component, _ := r.Target()
	return component == "web" || s.processOf(r) != nil
}

// processOf is the process that a route leads to, nil if it leads to something else.
func (s *StackSpec) processOf(r Route) *Process {
	component, _ := r.Target()
	name, isProcess := strings.CutPrefix(component, "process-")
	if p, exists := s.Processes[name]; isProcess && exists {
		return &p
	}
	return nil
}

// RouteSeconds returns how long a request of a route may take, and 0 for as long as one of
// web.
func (s *StackSpec) RouteSeconds(r Route) int64 {
	p := s.processOf(r)
	switch {
	case r.Timeout != nil:
		return r.Timeout.Seconds()
	case p != nil && p.HTTP != nil && p.HTTP.Timeout != nil:
		return p.HTTP.Timeout.Seconds()
	default:
		return 0
	}
}

// Apart reports whether a route has an Ingress of its own.
func (r Route) Apart() bool { return r.Auth != nil || len(r.Annotations) > 0 }

// Whole reports whether a route is for all paths of its hosts that no other route has.
func (r Route) Whole() bool { return r.Path == "/" && !r.Exact }

// rules counts what the routes and hosts of a stack add to its Ingress.
func (s *StackSpec) rules() int {
	n := len(s.Django.Hosts)
	for _, r := range s.Routes {
		if n += len(r.Hosts); len(r.Hosts) == 0 {
			n += len(s.Django.Hosts)
		}
	}
	return n
}
