package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// process is one command line to be measured.
type process struct {
	name    string
	runs    int
	command []string
	prepare []string // is run once before
	fresh   string   // a folder to remove before each run
	stacks  int
}

// result is the median of several runs: milliseconds, milliseconds of all
// cores together, MiB at most.
type result struct{ wall, cpu, memory float64 }

func (p process) measure() (result, error) {
	if len(p.prepare) > 0 {
		if _, err := once(p.prepare); err != nil {
			return result{}, err
		}
	}
	var wall, cpu, memory []float64
	for range p.runs {
		if p.fresh != "" {
			if err := os.RemoveAll(p.fresh); err != nil {
				return result{}, err
			}
		}
		r, err := once(p.command)
		if err != nil {
			return result{}, err
		}
		wall, cpu, memory = append(wall, r.wall), append(cpu, r.cpu), append(memory, r.memory)
	}
	return result{median(wall), median(cpu), median(memory)}, nil
}

// once runs a command and asks the kernel what it took.
func once(command []string) (result, error) {
	cmd := exec.CommandContext(context.Background(), command[0], command[1:]...)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return result{}, fmt.Errorf("%v: %w\n%s", command, err, problems.Bytes())
	}
	r := result{wall: milliseconds(time.Since(start))}
	r.cpu = milliseconds(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime())
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.memory = float64(usage.Maxrss) / 1024 // KiB on Linux
	}
	return r, nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
