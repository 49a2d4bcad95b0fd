package e2e

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

// bringings is the namespace of what the suite brings where a cluster has none.
// The zone and the StorageClass have none.
const bringings = "e2e-cluster"

// takeAway removes it.
func takeAway() {
	if err := together(removeProbes, removeBringings, removeZone, removeClass); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
	}
}

// removeBringings has the enforcer go first, and waits for it: it takes its rules off
// the nodes.
func removeBringings() error {
	_, enforcing := tryKubectl("", "delete", "-f", "cluster/kube-router.yaml", "--ignore-not-found", "--cascade=foreground")
	_, measuring := tryKubectl("", "delete", "-f", "cluster/metrics-server.yaml", "--ignore-not-found")
	_, rest := tryKubectl("", "delete", "namespace", bringings, "--ignore-not-found")
	return errors.Join(enforcing, measuring, rest)
}

// together does the steps beside each other.
func together(steps ...func() error) error {
	failed := make([]error, len(steps))
	var all sync.WaitGroup
	for i, step := range steps {
		all.Go(func() { failed[i] = step() })
	}
	all.Wait()
	return errors.Join(failed...)
}
