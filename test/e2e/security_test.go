package e2e

import (
	"fmt"
	"slices"
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

// container is what a running container says of itself.
type container struct {
	where string
	// users are the real and the effective one of every process.
	users []string
	// written are the folders it could write to.
	written []string
	// root is how / is mounted: ro or rw.
	root string
	// tokens are the folders where Kubernetes puts one.
	tokens []string
}

// look prints a line for each finding. The program that lets a command into the
// container is root until it has become that command; the kubelet's probes are such
// commands.
const look = `cat /proc/[0-9]*/status 2>/dev/null | while read -r key a b _; do
	case $key in
	Name:) name=$a ;;
	Uid:) [ "$name" = "runc:[2:INIT]" ] || printf "user %s\nuser %s\n" "$a" "$b" ;;
	esac
done
for d in / /usr/bin /usr/local/bin /etc /var /app; do
	[ ! -d $d ] || ! touch $d/written 2>/dev/null || echo written $d
done
while read -r _ where _ options _; do
	[ "$where" != / ] || echo "root ${options%%,*}"
done </proc/mounts
for d in /var/run/secrets/kubernetes.io /run/secrets/kubernetes.io; do
	[ ! -e $d ] || echo token $d
done`

// containers asks every running container of the stack, once for all claims.
func (s *stack) containers(t *testing.T) []container {
	t.Helper()
	if len(s.looked) > 0 {
		return s.looked
	}
	for _, p := range get[corev1.PodList](t, "pods", "-n", s.namespace(), "--field-selector=status.phase=Running").Items {
		for _, c := range p.Spec.Containers {
			said := container{where: p.Name + "/" + c.Name}
			for line := range strings.Lines(s.exec(t, p.Name, c.Name, "sh", "-c", look)) {
				said.add(strings.Cut(strings.TrimSpace(line), " "))
			}
			s.looked = append(s.looked, said)
		}
	}
	if len(s.looked) == 0 {
		t.Fatal("no container runs")
	}
	return s.looked
}

func (c *container) add(key, value string, _ bool) {
	switch key {
	case "user":
		c.users = append(c.users, value)
	case "written":
		c.written = append(c.written, value)
	case "root":
		c.root = value
	case "token":
		c.tokens = append(c.tokens, value)
	}
}

func noRoot(t *testing.T, s *stack) string {
	processes := 0
	for _, c := range s.containers(t) {
		processes += len(c.users) / 2
		if len(c.users) == 0 || slices.Contains(c.users, "0") {
			t.Errorf("%s has processes of %v", c.where, c.users)
		}
	}
	return fmt.Sprintf("%d processes in %d containers", processes, len(s.containers(t)))
}

// readOnly: where an intruder would write, and how / is mounted.
func readOnly(t *testing.T, s *stack) string {
	for _, c := range s.containers(t) {
		if len(c.written) > 0 || c.root != "ro" {
			t.Errorf("%s could write to %v, / is mounted %q", c.where, c.written, c.root)
		}
	}
	return fmt.Sprintf("%d containers, 6 folders each, / mounted ro", len(s.containers(t)))
}

func noToken(t *testing.T, s *stack) string {
	for _, c := range s.containers(t) {
		if len(c.tokens) > 0 {
			t.Errorf("%s has %v", c.where, c.tokens)
		}
	}
	return fmt.Sprintf("%d containers", len(s.containers(t)))
}
