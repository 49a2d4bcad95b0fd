package e2e

import (
	"fmt"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

const privileged = `
apiVersion: v1
kind: Pod
metadata: {name: privileged, namespace: %s}
spec: {containers: [{name: c, image: none, securityContext: {privileged: true}}]}
`

// restricted: the namespace refuses what the stack itself never asks for.
func restricted(t *testing.T, s *stack) string {
	_, err := tryKubectl(fmt.Sprintf(privileged, s.namespace()), "create", "--dry-run=server", "-f", "-")
	if err == nil || !strings.Contains(err.Error(), `violates PodSecurity "restricted`) {
		t.Errorf("a privileged pod: %v", err)
	}
	return "a privileged pod is refused"
}

// eachContainer runs a command in every running container of the stack.
func (s *stack) eachContainer(t *testing.T, look func(where, out string), command ...string) int {
	t.Helper()
	n := 0
	for _, p := range get[corev1.PodList](t, "pods", "-n", s.namespace(), "--field-selector=status.phase=Running").Items {
		for _, c := range p.Spec.Containers {
			look(p.Name+"/"+c.Name, s.exec(t, p.Name, c.Name, command...))
			n++
		}
	}
	return n
}

// noRoot reads the user of every process in every container.
func noRoot(t *testing.T, s *stack) string {
	processes := 0
	containers := s.eachContainer(t, func(where, out string) {
		for uid := range strings.FieldsSeq(out) {
			processes++
			if uid == "0" {
				t.Errorf("%s has a process of root", where)
			}
		}
	}, "sh", "-c", `cat /proc/[0-9]*/status 2>/dev/null | while read -r key real effective _; do
		[ "$key" != Uid: ] || echo "$real" "$effective"; done`)
	return fmt.Sprintf("%d processes in %d containers", processes/2, containers)
}

// readOnly tries to write where an intruder would, and reads how / is mounted.
func readOnly(t *testing.T, s *stack) string {
	containers := s.eachContainer(t, func(where, out string) {
		if out != "ro" {
			t.Errorf("%s could write to %s", where, out)
		}
	}, "sh", "-c", `for d in / /usr/bin /usr/local/bin /etc /var /app; do
		[ ! -d $d ] || ! touch $d/written 2>/dev/null || echo $d; done
		while read -r _ where _ options _; do
			[ "$where" != / ] || echo "${options%%,*}"; done </proc/mounts`)
	return fmt.Sprintf("%d containers, 6 folders each, / mounted ro", containers)
}

// noToken looks where Kubernetes would have mounted one.
func noToken(t *testing.T, s *stack) string {
	containers := s.eachContainer(t, func(where, out string) {
		if out != "" {
			t.Errorf("%s has %s", where, out)
		}
	}, "sh", "-c", `ls -d /var/run/secrets/kubernetes.io /run/secrets/kubernetes.io 2>/dev/null; :`)
	return fmt.Sprintf("%d containers", containers)
}
