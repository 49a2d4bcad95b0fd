//go:build unix

package ctxio

import (
	"context"
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

// TestOpenOfPipe: to open a pipe that nobody writes to would wait for ever.
func TestOpenOfPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	if _, err := Open(ctx, pipe); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
