package spec

import "github.com/djangostack/djangostack/internal/sorted"

// overTCP reports whether the protocol of a port is TCP, as that of most is.
func (p ContainerPort) overTCP() bool { return p.Protocol == "" || p.Protocol == ProtocolTCP }

// MainPort returns the name of the port that clients are told of, "" where the service listens
// on none.
func (s Service) MainPort() string {
	if main := s.ProbedPort(); main != "" {
		return main
	}
	for _, name := range sorted.Keys(s.Ports) {
		return name
	}
	return ""
}

// ProbedPort returns the name of the port that probes connect to: the main one, which is of TCP
// unless none is. Then it is "".
func (s Service) ProbedPort() string {
	if main, found := s.Ports["http"]; found && main.overTCP() {
		return "http"
	}
	return firstOverTCP(s.Ports)
}

// ProbedPort returns the name of the port that probes connect to, "" where the container listens
// on none of TCP.
func (c Container) ProbedPort() string { return firstOverTCP(c.Ports) }

// firstOverTCP is the first port of TCP in the order of the names.
func firstOverTCP[P interface{ overTCP() bool }](ports map[string]P) string {
	for _, name := range sorted.Keys(ports) {
		if ports[name].overTCP() {
			return name
		}
	}
	return ""
}
