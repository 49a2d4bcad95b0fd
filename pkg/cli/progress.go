package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// progress is one line on a terminal that says how far a fleet has come. Its
// nil value shows nothing.
type progress struct {
	out     io.Writer
	verb    string
	total   int
	reached atomic.Int64
	ended   chan struct{}
	printer sync.WaitGroup
}

// progressInterval is how often the line changes; what takes less shows none.
const progressInterval = 100 * time.Millisecond

// startProgress begins a line where there is a fleet and somebody to look at
// it: a terminal that can rewrite a line, and no NO_COLOR or CI.
func startProgress(out io.Writer, verb string, total int) *progress {
	if total < 2 || !rewritesLines(out) {
		return nil
	}
	p := &progress{out: out, verb: verb, total: total, ended: make(chan struct{})}
	p.printer.Go(p.print)
	return p
}

func (p *progress) print() {
	tick := time.NewTicker(progressInterval)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_, _ = fmt.Fprintf(p.out, "\r\x1b[K%s %d of %d stacks", p.verb, p.reached.Load(), p.total)
		case <-p.ended:
			_, _ = fmt.Fprint(p.out, "\r\x1b[K")
			return
		}
	}
}

// step counts one more stack.
func (p *progress) step() {
	if p != nil {
		p.reached.Add(1)
	}
}

// stop removes the line.
func (p *progress) stop() {
	if p != nil {
		close(p.ended)
		p.printer.Wait()
	}
}

// rewritesLines reports whether a line on the stream can be rewritten.
func rewritesLines(out io.Writer) bool {
	return isTerminal(out) && os.Getenv("NO_COLOR") == "" && os.Getenv("CI") == "" && os.Getenv("TERM") != "dumb"
}
