//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestSignals: a command that waits for input ends, and says why.
func TestSignals(t *testing.T) {
	for _, c := range []struct {
		signal os.Signal
		want   string
	}{
		{os.Interrupt, "stopped: interrupt signal received\n"},
		{syscall.SIGTERM, "stopped: terminated signal received\n"},
	} {
		pipe := filepath.Join(t.TempDir(), "stack.yaml")
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		cmd := exec.Command("djangostack", "validate", "-f", pipe)
		cmd.Stdout, cmd.Stderr = &said, &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		writer, err := os.OpenFile(pipe, os.O_WRONLY, 0) // waits for the command to read
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(c.signal); err != nil {
			t.Fatal(err)
		}
		err = cmd.Wait()
		writer.Close()
		if cmd.ProcessState.ExitCode() != exitInterrupted || said.String() != c.want {
			t.Errorf("%s: %v, %q", c.signal, err, said.String())
		}
	}
}
