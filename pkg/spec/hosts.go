package spec

import (
	"slices"
	"strings"
)

// PodAddress among django.internalHosts stands for the pod's own address.
const PodAddress = "podAddress"

// nobodys are the domains below which no authority certifies a name (RFC 2606, RFC
// 6761, RFC 6762, RFC 8375; ICANN for .internal, .corp, .home and .mail), and the
// cluster's own.
var nobodys = []string{
	"cluster.local", "corp", "example", "home", "home.arpa", "internal", "intranet", "invalid", "lan", "local",
	"localdomain", "localhost", "mail", "onion", "private", "svc", "test",
}

// isCertifiable reports whether a public authority certifies a host.
func isCertifiable(h Host) bool {
	name := strings.TrimPrefix(widened(h), ".")
	if isIP(name) || !strings.Contains(name, ".") {
		return false
	}
	return !slices.ContainsFunc(nobodys, func(domain string) bool { return strings.HasSuffix(name, "."+domain) })
}

// CertifiedHosts returns the hosts that an issuer's certificate is for: those that a
// public authority certifies, or all if it would certify none, so that the issuer has to
// be a private one.
func (d Django) CertifiedHosts() []Host { return Certified(d.Hosts) }

// Certified returns those of some hosts that an issuer's certificate is for.
func Certified(hosts []Host) []Host {
	var all []Host
	for _, h := range hosts {
		if isCertifiable(h) {
			all = append(all, h)
		}
	}
	if len(all) == 0 {
		return hosts
	}
	return all
}

// notCertified are the hosts that an issuer's certificate leaves out.
func (d Django) notCertified() []string {
	var out []string
	for _, h := range d.Hosts {
		if !isCertifiable(h) {
			out = append(out, string(h))
		}
	}
	if len(out) == len(d.Hosts) {
		return nil
	}
	return out
}

// CanonicalHost returns the first host, without a wildcard's leading "*." or ".". Probes
// put it into the Host header.
func (d Django) CanonicalHost() string {
	if len(d.Hosts) == 0 {
		return "localhost"
	}
	return strings.TrimPrefix(strings.TrimPrefix(string(d.Hosts[0]), "*"), ".")
}
