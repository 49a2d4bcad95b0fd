package e2e

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// bringings is the namespace of what the suite brings where a cluster has none.
// The zone and the StorageClass have none.
const bringings = "e2e-cluster"

// takeAway removes it.
func takeAway() {
	begun := time.Now()
	if err := together(removeProbes, removeBringings, removeZone, removeClass); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
	}
	fmt.Printf("taken away in %s\n", seconds(time.Since(begun)))
}

// removeBringings has the enforcer go before its namespace, and waits for it: it takes
// its rules off the nodes.
func removeBringings() error {
	err := together(
		deleted("-f", "cluster/kube-router.yaml", "--cascade=foreground"),
		deleted("-f", "cluster/metrics-server.yaml"),
	)
	return errors.Join(err, deleted("namespace", bringings)())
}

// deleted is a step that deletes what kubectl is told to.
func deleted(what ...string) func() error {
	return func() error {
		_, err := tryKubectl("", append([]string{"delete", "--ignore-not-found"}, what...)...)
		return err
	}
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
