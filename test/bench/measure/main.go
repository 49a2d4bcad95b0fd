// Command measure runs djangostack and kustomize as processes of their own and
// prints how long they take and how much memory they use, each beside the ratio
// to `kustomize build` of one overlay.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
)

func main() {
	var m measurement
	flag.StringVar(&m.djangostack, "djangostack", "djangostack", "the binary to measure")
	flag.StringVar(&m.kustomize, "kustomize", "kustomize", "the binary to compare with")
	flag.IntVar(&m.runs, "runs", 11, "how often each process is run")
	flag.IntVar(&m.fleet, "fleet", 1000, "how many stacks a fleet has")
	flag.IntVar(&m.objects, "objects", 4000, "how many objects the large stack has")
	flag.Parse()
	if err := m.run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// measurement is one run of everything.
type measurement struct {
	djangostack, kustomize string
	runs, fleet, objects   int
	dir                    string
}

func (m *measurement) run(out io.Writer) (err error) {
	if m.dir, err = os.MkdirTemp("", "djangostack-bench-"); err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, os.RemoveAll(m.dir)) }()
	if err := m.writeStacks(); err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "process\tmedian ms\tcpu ms\tMiB\tof a build\t")
	var base result
	for i, p := range m.processes() {
		r, err := p.measure()
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if i == 0 {
			base = r
		}
		fmt.Fprintf(table, "%s\t%.1f\t%.1f\t%.0f\t%.2f\t", p.name, r.wall, r.cpu, r.memory, r.wall/base.wall)
		if p.stacks > 0 {
			fmt.Fprintf(table, " %.0f stacks/s", float64(p.stacks)/r.wall*1000)
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}

func (m *measurement) path(parts ...string) string {
	return filepath.Join(append([]string{m.dir}, parts...)...)
}
