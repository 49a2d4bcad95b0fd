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
		reason  string
		before  string
		signals []os.Signal
		want    string
	}{
		{"^C", "", []os.Signal{os.Interrupt}, "stopped: interrupt signal received\n"},
		{"a CI system", "", []os.Signal{syscall.SIGTERM}, "stopped: terminated signal received\n"},
		{
			"^C is not for what runs in the background", "trap '' INT; ",
			[]os.Signal{os.Interrupt, syscall.SIGTERM},
			"stopped: terminated signal received\n",
		},
	} {
		pipe := filepath.Join(t.TempDir(), "stack.yaml")
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		cmd := exec.Command("sh", "-c", c.before+`exec djangostack validate -f "$1"`, "sh", pipe)
		cmd.Stdout, cmd.Stderr = &said, &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		writer, err := os.OpenFile(pipe, os.O_WRONLY, 0) // waits for the command to read
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range c.signals {
			if err := cmd.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
		}
		err = cmd.Wait()
		writer.Close()
		if cmd.ProcessState.ExitCode() != exitInterrupted || said.String() != c.want {
			t.Errorf("%s: %v, %q", c.reason, err, said.String())
		}
	}
}
