// Command djangostack compiles descriptions of Django stacks into kustomize
// bases and overlays.
package main

import (
	"os"
	"runtime"

	"github.com/djangostack/djangostack/pkg/cli"
	"github.com/djangostack/djangostack/pkg/overlays"
)

func main() {
	runtime.MemProfileRate = 0 // no command asks for a memory profile
	os.Exit(cli.Main(overlays.Compiler{}))
}
