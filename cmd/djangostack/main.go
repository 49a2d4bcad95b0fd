// Command djangostack compiles descriptions of Django stacks into kustomize
// bases and overlays.
package main

import (
	"os"

	"github.com/djangostack/djangostack/pkg/cli"
	"github.com/djangostack/djangostack/pkg/overlays"
)

func main() { os.Exit(cli.Main(overlays.Compiler{})) }
