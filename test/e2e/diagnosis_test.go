package e2e

import (
	"fmt"
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// crashing is what a container says that fails again and again: there is no use
// in waiting for it.
func (s *stack) crashing() string {
	list, err := tryGet[corev1.PodList]("pods", "-n", s.namespace())
	if err != nil {
		return ""
	}
	for _, p := range list.Items {
		for _, c := range append(p.Status.InitContainerStatuses, p.Status.ContainerStatuses...) {
			if c.RestartCount >= 4 && c.State.Waiting != nil {
				return fmt.Sprintf("%s/%s: %s\n%s", p.Name, c.Name, c.State.Waiting.Reason, s.tail(p.Name, c.Name))
			}
		}
	}
	return ""
}

func (s *stack) tail(pod, container string) string {
	out, err := tryKubectl("", "logs", "-n", s.namespace(), pod, "-c", container, "--tail=20")
	if err != nil {
		return err.Error()
	}
	return out
}

// diagnosis is what a person would look at first.
func (s *stack) diagnosis() string {
	var out strings.Builder
	pods, err := tryKubectl("", "get", "pods", "-n", s.namespace())
	if err != nil {
		return err.Error()
	}
	out.WriteString(pods)
	list, err := tryGet[corev1.PodList]("pods", "-n", s.namespace())
	if err != nil {
		return err.Error()
	}
	for _, p := range list.Items {
		for _, c := range append(p.Status.InitContainerStatuses, p.Status.ContainerStatuses...) {
			if !c.Ready && (c.State.Running != nil || c.State.Terminated != nil && c.State.Terminated.ExitCode != 0) {
				fmt.Fprintf(&out, "--- %s/%s\n%s", p.Name, c.Name, s.tail(p.Name, c.Name))
			}
		}
	}
	return out.String()
}

// complaints are the ends of the errors that the web servers have logged lately.
func (s *stack) complaints() string {
	out, err := tryKubectl("", "logs", "-n", s.namespace(), "-l", "app.kubernetes.io/component=web",
		"--all-containers", "--prefix", "--since=5m", "--tail=1000")
	if err != nil {
		return err.Error()
	}
	var lines []string
	for line := range strings.Lines(out) {
		if _, text, _ := strings.Cut(line, "] "); errorLine.MatchString(text) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines[max(0, len(lines)-20):], "")
}

// errorLine is the last one of a traceback, or a server's own complaint.
var errorLine = regexp.MustCompile(`^[\w.]*(Error|Exception): |(?i)\b(critical|fatal|error)\b`)
