package spec

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// Way is a port that the network policies let Django processes reach.
type Way struct {
	// Port of the server.
	Port Port
	// Namespace of the server; "" if it may be anywhere.
	Namespace string
}

// Anywhere are all addresses of IPv4, as a block of them.
const Anywhere = "0.0.0.0/0"

// https is the port of HTTPS.
const https Port = 443

// BucketWays are the ways to the object stores, as their endpoints say. One that the
// project's settings name alone may be anywhere.
func (s *StackSpec) BucketWays() []Way {
	var all []Way
	if s.Static.Mode == StaticBucket && s.Static.Bucket == nil {
		all = append(all, Way{Port: https})
	}
	for _, b := range s.Buckets() {
		way := Way{Port: https}
		if b.Endpoint != "" {
			way = s.wayTo(b.Endpoint)
		}
		if !slices.Contains(all, way) {
			all = append(all, way)
		}
	}
	return all
}

// wayTo is the way to the server of an address, at its own port or its scheme's.
func (s *StackSpec) wayTo(address string) Way {
	way := Way{Port: https}
	u, err := url.Parse(address)
	if err != nil {
		return way
	}
	if u.Scheme == "http" {
		way.Port = 80
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
		way.Port = Port(port)
	}
	way.Namespace = s.NamespaceOf(u.Hostname())
	return way
}

// waysOut are all that Django processes may reach: the stack's own services, those that
// run elsewhere, the object stores, and what network.egress opens.
func (s *StackSpec) waysOut() []Way {
	all := s.BucketWays()
	for _, db := range s.Databases {
		if x := db.External; x != nil {
			all = append(all, Way{x.Port, x.Namespace})
		} else {
			all = append(all, Way{databasePorts[db.Engine], s.Namespace.Name})
		}
	}
	for _, c := range s.Caches {
		all = append(all, s.wayToService(c.External, cachePorts[c.Engine]))
	}
	if s.Broker != nil {
		all = append(all, s.wayToService(s.Broker.External, brokerPorts[s.Broker.Engine]))
	}
	for _, name := range sorted.Keys(s.Network.Egress) {
		if way := s.Network.Egress[name]; way.Protocol == "TCP" {
			for _, port := range way.Ports {
				all = append(all, Way{port, way.Namespace})
			}
		}
	}
	return all
}

func (s *StackSpec) wayToService(x *ExternalService, own Port) Way {
	if x != nil {
		return Way{x.Port, x.Namespace}
	}
	return Way{own, s.Namespace.Name}
}

// mayLeadTo reports whether the server may be where a way leads. It may be anywhere if
// only a Secret or another variable knows it.
func (s *StackSpec) mayLeadTo(w Way, host string) bool {
	return w.Namespace == "" || host == "" || strings.Contains(host, "$(") ||
		s.NamespaceOf(host) == w.Namespace || strings.HasSuffix(host, "."+w.Namespace)
}
