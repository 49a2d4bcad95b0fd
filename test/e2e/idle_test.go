package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// idleConnection: an ingress controller keeps connections for a minute. A server
// that ends one earlier without a word loses the request that is on its way.
func idleConnection(t *testing.T, s *stack) string {
	s.needProbe(t)
	scheme := "http"
	if s.https {
		scheme = "https"
	}
	request := fmt.Sprintf("GET / HTTP/1.1\r\nHost: %s\r\nX-Forwarded-Proto: %s\r\n\r\n", s.host, scheme)
	out, err := tryKubectl(request, "exec", "-i", "-n", s.ingress, "e2e-probe", "--",
		"probe", "again", s.service("web", 80), "10s")
	if err != nil {
		t.Error(err)
	}
	return strings.TrimSpace(out)
}
