package spec

import (
	"net/url"
	"slices"
	"strconv"
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
