package release

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// TestTakeApart: what Kubernetes makes of the parts is what it made of the whole.
func TestTakeApart(t *testing.T) {
	for _, tc := range []struct{ reason, value, want, parts string }{
		{"an address around a password", "redis://:$(P)@cache:6379/0", "$(V_PART_1)$(P)$(V_PART_2)", "redis://:|@cache:6379/0"},
		{"two references side by side", "$(U)$(P)", "$(U)$(P)", ""},
		{"a dollar of the user's", "a$$b$(P)", "$(V_PART_1)$(P)", "a$b"},
		{"what only looks like a reference", "$(P)?a=$$(HOME)", "$(P)$(V_PART_1)", "?a=$(HOME)"},
		{"what Kubernetes leaves alone", "$(P)$(a b)$", "$(P)$(V_PART_1)$(V_PART_2)$(V_PART_3)", "$|(a b)|$"},
	} {
		parts, value := takeApart(corev1.EnvVar{Name: "V", Value: tc.value})
		var texts []string
		for _, part := range parts {
			texts = append(texts, part.Value)
		}
		if got := strings.Join(texts, "|"); value != tc.want || got != tc.parts {
			t.Errorf("%s: %s of %s, want %s of %s", tc.reason, value, got, tc.want, tc.parts)
		}
	}
}
