// Command kubectl is "kubectl kustomize" as kubectl has it, and nothing else: for
// machines without kubectl, and so that its version is known.
package main

import (
	"os"

	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/cmd/kustomize"
)

func main() {
	streams := genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}
	if err := kustomize.NewCmdKustomize(streams).Execute(); err != nil {
		os.Exit(1)
	}
}
