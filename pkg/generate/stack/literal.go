package stack

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// What a process sees is what the user writes. Kubernetes replaces $(NAME) by a
// variable, and $$ by $, in a container's command, arguments and env values and in the
// commands of probes, not in ConfigMaps. Text of the spec passes through here on its way
// into one of the former: commands of the stack's image in django.Container, those of
// probes in execHandler, env values in literalVar. What is to be replaced is written by
// reference, and holds nothing of the user's.

// literalText is text that Kubernetes turns into what it was.
func literalText(text string) string {
	if !strings.Contains(text, "$(") && !strings.Contains(text, "$$") {
		return text
	}
	var out strings.Builder
	for i := range len(text) {
		out.WriteByte(text[i])
		if text[i] == '$' && i+1 < len(text) && (text[i+1] == '$' || text[i+1] == '(') {
			out.WriteByte('$')
		}
	}
	return out.String()
}

// LiteralCommand returns a command line of such text.
func LiteralCommand(words []string) []string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = literalText(word)
	}
	return out
}

// LiteralVar returns a variable whose value stands as it is.
func LiteralVar(name, value string) corev1.EnvVar {
	return corev1.EnvVar{Name: name, Value: literalText(value)}
}

// Reference returns what Kubernetes replaces by the value of the variable name, where
// name stands before it in the same container's env.
func Reference(name string) string { return "$(" + name + ")" }
