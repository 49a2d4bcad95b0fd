package e2e

import (
	"errors"
	"fmt"
	"os"
)

// bringings is the namespace of what the suite brings where a cluster has none.
// The zone and the StorageClass have none.
const bringings = "e2e-cluster"

// takeAway removes it. The enforcer goes first and is waited for: it takes its
// rules off the nodes.
func takeAway() {
	_, enforcing := tryKubectl("", "delete", "-f", "cluster/kube-router.yaml", "--ignore-not-found", "--cascade=foreground")
	_, measuring := tryKubectl("", "delete", "-f", "cluster/metrics-server.yaml", "--ignore-not-found")
	_, rest := tryKubectl("", "delete", "namespace", bringings, "--ignore-not-found")
	if err := errors.Join(enforcing, measuring, rest, removeZone(), removeClass()); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
	}
}
