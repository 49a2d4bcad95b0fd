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
	request := fmt.Sprintf("GET / HTTP/1.1\r\nHost: %s\r\nX-Forwarded-Proto: %s\r\n\r\n", s.host, s.scheme())
	out, err := askProbe(s.ingress, request, "again", s.service("web", 80), "10s")
	if err != nil {
		t.Error(err)
	}
	return strings.TrimSpace(out)
}
