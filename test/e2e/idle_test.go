package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// idleFor is longer than servers keep connections that are made for no proxy.
const idleFor = 10 * time.Second

// idleConnection: an ingress controller keeps connections for a minute. A server
// that ends one earlier without a word loses the request that is on its way.
func idleConnection(t *testing.T, s *stack) string {
	conn, err := s.needProbe(t).dial(s.service("web", 80))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	answers := bufio.NewReader(conn)
	if s.ask(t, conn, answers) {
		return "said to end"
	}
	time.Sleep(idleFor)
	s.ask(t, conn, answers)
	return fmt.Sprint("kept for ", idleFor)
}

// ask sends a request on a connection and reads its answer; ends is what that says
// of the connection.
func (s *stack) ask(t *testing.T, conn net.Conn, answers *bufio.Reader) (ends bool) {
	t.Helper()
	_, err := fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: %s\r\nX-Forwarded-Proto: %s\r\n\r\n", s.host, s.scheme())
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		t.Fatal(err)
	}
	return answer.Close
}
