package cli

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/djangostack/djangostack/pkg/overlays"
)

// Main runs the command with the arguments, the streams and the file name of the process, and
// returns the exit code. The first SIGINT or SIGTERM ends the context of [Command.Run], the
// second one ends the process. The variable DJANGOSTACK_POLICY may name files of policies, between
// which it has what separates paths in PATH. Main sets the garbage collector's GOGC if the environment does
// not.
func Main(compiler overlays.Compiler) int {
	tuneMemory()
	signals := []os.Signal{syscall.SIGTERM}
	if !signal.Ignored(os.Interrupt) { // as a shell has it for what runs in the background
		signals = append(signals, os.Interrupt)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	defer stop()
	context.AfterFunc(ctx, stop)
	c := Command{Compiler: compiler, In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
	c.Policies = filepath.SplitList(os.Getenv(policyVariable))
	if len(os.Args) == 0 { // as a parent may have it
		return c.Run(ctx)
	}
	c.Name = strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	return c.Run(ctx, os.Args[1:]...)
}

// memoryGrowth is by how many percent the memory in use may grow before what is no
// longer needed of it is collected. A stack's command ends before that; of a
// thousand no more than a few are in memory beside their specs.
const memoryGrowth = 400

func tuneMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(memoryGrowth)
	}
}
