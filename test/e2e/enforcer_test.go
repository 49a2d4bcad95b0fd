package e2e

import (
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/test/e2e/images"
)

// enforcer is who enforces NetworkPolicies; unenforced says why nobody does.
var (
	enforcer   string
	unenforced error
)

const trialPods = `
apiVersion: v1
kind: Namespace
metadata: {name: %[1]s}
---
apiVersion: v1
kind: Pod
metadata: {name: server, namespace: %[1]s, labels: {e2e: server}}
spec: {terminationGracePeriodSeconds: 1, containers: [{name: probe, image: %[2]s}]}
---
apiVersion: v1
kind: Pod
metadata: {name: client, namespace: %[1]s}
spec: {terminationGracePeriodSeconds: 1, containers: [{name: probe, image: %[2]s}]}
`

const denyServer = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: server, namespace: %s}
spec: {podSelector: {matchLabels: {e2e: server}}, policyTypes: [Ingress]}
`

// broughtEnforcer is the suite's own.
const broughtEnforcer = "kube-router 2.2.1, which the suite brought"

// findEnforcer tries whether a policy that denies is obeyed. Where it is not, the
// suite brings kube-router, and tries again. It is there for all scenarios: their
// stacks become ready, and are updated under load, with their policies enforced.
func findEnforcer() error {
	if _, err := tryKubectl(fmt.Sprintf(trialPods, bringings, images.ProbeRef), "apply", "-f", "-"); err != nil {
		return err
	}
	if _, err := tryKubectl("", "wait", "-n", bringings, "pod/server", "pod/client", "--for=condition=Ready", "--timeout=60s"); err != nil {
		return err
	}
	server, err := tryGet[corev1.Pod]("pods", "-n", bringings, "server")
	if err != nil {
		return err
	}
	const port = 8000
	_, stop, err := place{bringings, "server", "probe"}.listen(server.Status.PodIP, []int32{port})
	if err != nil {
		return err
	}
	defer stop()
	reaches := func(want bool) func() error {
		return func() error {
			answered, err := place{bringings, "client", "probe"}.connect([]connection{{Address: server.Status.PodIP, Port: port}})
			if err != nil {
				return err
			}
			return failed(answered[0] == want, "the connection was answered: %v", answered[0])
		}
	}
	if err := within(30*time.Second, reaches(true)); err != nil {
		return fmt.Errorf("two pods without policies: %w", err)
	}
	policy := fmt.Sprintf(denyServer, bringings)
	if _, err := tryKubectl(policy, "apply", "-f", "-"); err != nil {
		return err
	}
	enforcer, unenforced = firstEnforcer(reaches(false))
	if _, err := tryKubectl(policy, "delete", "-f", "-"); err != nil {
		return err
	}
	if err := within(30*time.Second, reaches(true)); err != nil {
		return fmt.Errorf("the policy is gone, and still: %w", err)
	}
	return nil
}

// firstEnforcer is the one with which a denied connection is refused.
func firstEnforcer(refused func() error) (string, error) {
	ours, err := tryKubectl("", "get", "daemonset", "-n", bringings, "kube-router", "--ignore-not-found", "-o", "name")
	if err != nil {
		return "", err
	}
	if ours == "" && within(10*time.Second, refused) == nil {
		return "the cluster itself", nil
	}
	if _, err := tryKubectl("", "apply", "-f", "cluster/kube-router.yaml"); err != nil {
		return "", err
	}
	_, err = tryKubectl("", "rollout", "status", "-n", bringings, "daemonset/kube-router", "--timeout=60s")
	if err := errors.Join(err, within(30*time.Second, refused)); err != nil {
		return "", fmt.Errorf("the cluster does not enforce NetworkPolicies, nor does kube-router on it: %w", err)
	}
	return broughtEnforcer, nil
}
