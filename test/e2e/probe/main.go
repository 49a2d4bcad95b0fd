// probe is the suite's client: it runs in a pod, so that requests go through
// the cluster's own network and Services whatever cluster it is.
//
//	probe relay  takes connections on, for kubectl port-forward; see relay.go
//	probe load   requests until standard input ends; see load.go
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "relay":
		return relay()
	case len(args) >= 1 && args[0] == "load":
		return load(args[1:])
	}
	return fmt.Errorf("usage: probe relay | load FLAGS")
}
