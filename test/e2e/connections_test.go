package e2e

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// connect.py runs in the pods themselves: every image here has Python.
//
//go:embed connect.py
var connectScript string

// place is a container to run connect.py in.
type place struct{ namespace, pod, container string }

// connection is one that connect.py tries.
type connection struct {
	Address  string `json:"address"`
	Port     int32  `json:"port"`
	Protocol string `json:"protocol"`
	// Source is the address it comes from, if not the pod's.
	Source string `json:"source,omitempty"`
}

func (p place) command(mode string) []string {
	return []string{"exec", "-i", "-n", p.namespace, p.pod, "-c", p.container, "--", "python3", "-c", connectScript, mode}
}

// connect tries connections from a pod and says which were answered.
func (p place) connect(list []connection) ([]bool, error) {
	input, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	out, err := tryKubectl(string(input)+"\n", p.command("connect")...)
	if err != nil {
		return nil, err
	}
	var answered []bool
	if err := json.Unmarshal([]byte(out), &answered); err != nil {
		return nil, fmt.Errorf("%s/%s: %w: %s", p.namespace, p.pod, err, out)
	}
	if len(answered) != len(list) {
		return nil, fmt.Errorf("%s/%s: %d answers about %d connections", p.namespace, p.pod, len(answered), len(list))
	}
	return answered, nil
}

// listen opens the ports that nothing listens on yet and returns all that
// something then listens on, until stop.
func (p place) listen(address string, ports []int32) (open []int32, stop func(), err error) {
	cmd := exec.Command("kubectl", p.command("listen")...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	stop = func() {
		_ = stdin.Close() // ends it, unless kubectl loses the end on its way
		late := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		late.Stop()
	}
	input, err := json.Marshal(map[string]any{"address": address, "ports": ports})
	if err != nil {
		return nil, stop, err
	}
	if _, err := stdin.Write(append(input, '\n')); err != nil {
		return nil, stop, err
	}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, stop, err
	}
	if err := json.Unmarshal(line, &open); err != nil {
		stop()
		return nil, func() {}, fmt.Errorf("%s/%s: %w: %s", p.namespace, p.pod, err, strings.TrimSpace(stderr.String()))
	}
	return open, stop, nil
}
