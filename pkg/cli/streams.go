package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/djangostack/djangostack/internal/ctxio"
	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
)

// streams are what a command reads and writes. The product and a summary go to
// out, errors, warnings and progress to err.
type streams struct {
	in       io.Reader // ends with the context
	terminal bool      // in is a terminal
	out, err io.Writer
}

func newStreams(ctx context.Context, in io.Reader, out, err io.Writer) streams {
	s := streams{in: strings.NewReader(""), out: io.Discard, err: io.Discard}
	if in != nil {
		s.in, s.terminal = ctxio.Reader(ctx, in), isTerminal(in)
	}
	if out != nil {
		s.out = out
	}
	if err != nil {
		s.err = err
	}
	return s
}

// complain writes an error to err, and say a line to out. Both may repeat anything that
// came from outside: all but the product itself, objects and schema, goes through them.
// Nobody can be told when an error cannot be written.
func (s *streams) complain(err error) {
	_, _ = fmt.Fprintln(s.err, strings.TrimSuffix(secrets.Redact(printable.Error(err)), "\n"))
}

func (s *streams) say(format string, args ...any) error {
	_, err := fmt.Fprintln(s.out, printable.Line(secrets.Redact(fmt.Sprintf(format, args...))))
	return err
}

// inputGiven reports whether something waits on the standard input that is no
// terminal. It looks for the first byte only, and puts it back. Only fn and
// the bare command ask; no other command waits for input. The error is that of a context
// that is done.
func (s *streams) inputGiven(ctx context.Context) (bool, error) {
	if s.terminal {
		return false, nil
	}
	in := bufio.NewReader(s.in)
	s.in = in
	_, err := in.Peek(1)
	return err == nil, ctx.Err()
}

// isTerminal reports whether a stream is a terminal, or another device that nothing is
// read from.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err != nil || info.Mode()&os.ModeCharDevice != 0
}
