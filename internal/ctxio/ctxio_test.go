package ctxio

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// TestReaderReads all that there is, whatever the size of what it is read into.
func TestReaderReads(t *testing.T) {
	text := strings.Repeat("0123456789", maxRead/4)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for reason, r := range map[string]io.Reader{
		"at once":             strings.NewReader(text),
		"in halves":           iotest.HalfReader(strings.NewReader(text)),
		"the end with a text": iotest.DataErrReader(strings.NewReader(text)),
	} {
		got, err := io.ReadAll(Reader(ctx, r))
		if err != nil || string(got) != text {
			t.Errorf("%s: %d bytes, %v", reason, len(got), err)
		}
	}
	broken := errors.New("broken")
	if _, err := io.ReadAll(Reader(ctx, iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("%v, want the reader's own error", err)
	}
}

func TestReaderEndsWithContext(t *testing.T) {
	waiting, writer := io.Pipe()
	defer writer.Close()
	ctx, cancel := context.WithCancel(t.Context())
	r := Reader(ctx, waiting)
	go func() { _, _ = writer.Write([]byte("a")) }()
	if n, err := r.Read(make([]byte, 10)); n != 1 || err != nil {
		t.Errorf("before the end: %d, %v", n, err)
	}
	go cancel()
	if n, err := r.Read(make([]byte, 10)); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("at the end: %d, %v", n, err)
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %d, %v", n, err)
	}
}

func TestOpen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err != nil || string(got) != "text" {
		t.Errorf("%q, %v", got, err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Open(t.Context(), file+"x"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
