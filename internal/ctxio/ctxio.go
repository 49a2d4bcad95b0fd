// Package ctxio makes a read end when a context is done, even if the reader, such as a
// terminal or a pipe, still waits for input.
package ctxio

import (
	"context"
	"io"
	"os"
)

// Reader returns a reader of r whose Read returns the context's error once the context is
// done. If a Read of r is still running then, it continues in the background, and the data
// that it reads are lost.
func Reader(ctx context.Context, r io.Reader) io.Reader {
	if ctx.Done() == nil {
		return r
	}
	return &reader{ctx: ctx, r: r}
}

// maxRead is how much is read at a time: as much as a pipe holds.
const maxRead = 64 << 10

type reader struct {
	ctx    context.Context
	r      io.Reader
	buffer []byte // only a Read that is under way uses it
}

func (r *reader) Read(p []byte) (int, error) {
	if r.buffer == nil {
		r.buffer = make([]byte, maxRead)
	}
	buffer := r.buffer[:min(len(p), maxRead)]
	n, err := await(r.ctx, func() (int, error) { return r.r.Read(buffer) }, nil)
	return copy(p, buffer[:n]), err
}

// Open opens a file for reading, as [Reader] reads it: to open a named pipe waits for
// whoever writes to it.
func Open(ctx context.Context, name string) (io.ReadCloser, error) {
	file, err := await(ctx, func() (*os.File, error) { return os.Open(name) }, func(file *os.File) { file.Close() })
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{Reader(ctx, file), file}, nil
}

// await returns what do returns, or the context's error once the context is done. Then
// drop, unless it is nil, gets what do returns without an error later.
func await[T any](ctx context.Context, do func() (T, error), drop func(T)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	done := make(chan result)
	go func() {
		value, err := do()
		select {
		case done <- result{value, err}:
		case <-ctx.Done():
			if drop != nil && err == nil {
				drop(value)
			}
		}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}
