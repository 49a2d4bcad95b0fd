package e2e

import (
	"bufio"
	"fmt"
	"io"
	"os/exec"
	"regexp"
)

// forwarding is a port on this machine that kubectl takes to one in the cluster.
type forwarding struct {
	address string
	command *exec.Cmd
}

var forwardedFrom = regexp.MustCompile(`^Forwarding from (127\.0\.0\.1:\d+) `)

// forward takes connections to a port of what kubectl port-forward is to be given:
// a pod, or the first of a Service's.
func forward(namespace, what string, port int) (*forwarding, error) {
	cmd := exec.Command("kubectl", "port-forward", "-n", namespace, what, fmt.Sprintf(":%d", port))
	return announced(cmd, forwardedFrom)
}

// announced starts a kubectl that serves, and says where on its first line.
func announced(cmd *exec.Cmd, line *regexp.Regexp) (*forwarding, error) {
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	f := &forwarding{command: cmd}
	lines := bufio.NewReader(out)
	said, err := lines.ReadString('\n')
	address := line.FindStringSubmatch(said)
	if address == nil {
		f.stop()
		return nil, fmt.Errorf("%s: %q: %w", cmd, said, err)
	}
	f.address = address[1]
	go func() { _, _ = io.Copy(io.Discard, lines) }() // a line for each connection
	return f, nil
}

func (f *forwarding) stop() {
	if f != nil {
		_ = f.command.Process.Kill() // it may have ended by itself
		_ = f.command.Wait()
	}
}
