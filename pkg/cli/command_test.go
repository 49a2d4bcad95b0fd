package cli

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
)

// TestRunInProcess covers what a script cannot see: that a command writes to
// its own streams alone.
func TestRunInProcess(t *testing.T) {
	var out, err bytes.Buffer
	code := Command{In: strings.NewReader(sixLines), Out: &out, Err: &err}.Run(t.Context(),
		"render", "-f", "-", "--env", "nowhere")
	if code != exitError || out.Len() > 0 {
		t.Errorf("exit code %d, output %q; want %d and none", code, out.String(), exitError)
	}
	if want := "<stdin>: no environment \"nowhere\"; this stack has dev, staging, prod\n"; err.String() != want {
		t.Errorf("message %q, want %q", err.String(), want)
	}
}

// TestZeroCommand: no streams are nothing to read and nowhere to write, and no arguments are
// not those of the process.
func TestZeroCommand(t *testing.T) {
	for _, c := range []struct {
		reason string
		args   []string
		want   int
	}{
		{"no arguments: help", nil, exitOK},
		{"a product", []string{"schema"}, exitOK},
		{"nothing to read", []string{"fn"}, exitError},
		{"an empty file is no stack", []string{"validate", "-f", "-"}, exitFindings},
	} {
		if got := (Command{}).Run(t.Context(), c.args...); got != c.want {
			t.Errorf("%s: exit code %d, want %d", c.reason, got, c.want)
		}
	}
}

// TestRunEndsWithContext: whatever waits for input ends with the context, and prints no
// product.
func TestRunEndsWithContext(t *testing.T) {
	for _, args := range [][]string{
		nil, {"fn"}, {"validate", "-f", "-"}, {"generate", "-f", "-", "-o", t.TempDir()}, {"render", "-f", "-", "-e", "prod"},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		waiting, writer := io.Pipe()
		go func() {
			_, _ = writer.Write([]byte("kind: ")) // returns once it is read
			cancel()
		}()
		var out, err bytes.Buffer
		code := Command{In: waiting, Out: &out, Err: &err}.Run(ctx, args...)
		if code != exitInterrupted || out.Len() > 0 || err.String() != "stopped: context canceled\n" {
			t.Errorf("%q: exit code %d, output %q, message %q", args, code, out.String(), err.String())
		}
		writer.Close()
	}
}

// TestExampleOfSharing: the stacks of the example are valid, without a warning.
func TestExampleOfSharing(t *testing.T) {
	var out, err bytes.Buffer
	code := Command{Out: &out, Err: &err}.Run(t.Context(), "validate", "-f", "../../examples/sharing")
	if code != exitOK || out.String() != "2 stacks valid\n" || err.Len() > 0 {
		t.Errorf("exit code %d, output %q, messages:\n%s", code, out.String(), err.String())
	}
}
