package secrets

import (
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/worktest"
)

// FuzzRedact: what is left of a text holds no secret, but for what its own marks make.
func FuzzRedact(f *testing.F) {
	for _, seed := range []string{
		"postgres://u:p4ss@h", "--password=hunter22", "ghp_0123456789abcdefghij", someJWT, awsID + " " + awsKey,
		"-----BEGIN RSA PRIVATE KEY-----\nx", "a:b@c", "Authorization: Basic abcdefgh",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		worktest.Bounded(t, len(text), 1000, func() { Redact(text) })
		if got := Redact(text); In(text) == "" && got != text {
			t.Errorf("%q holds nothing and is shown as %q", text, got)
		} else if In(text) != "" && !strings.Contains(got, Hidden) {
			t.Errorf("%q holds a secret and is shown as %q", text, got)
		}
		InFile(text)
	})
}
