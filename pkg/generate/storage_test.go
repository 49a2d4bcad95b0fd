package generate

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// TestDataIsKept: each tool that removes what a stack no longer has leaves volumes
// and the namespace alone, whatever the user's own annotations say to it.
func TestDataIsKept(t *testing.T) {
	tests := []struct{ given, want, reason string }{
		{"", "Prune=false,Delete=false", "nothing given"},
		{"ServerSideApply=true", "ServerSideApply=true,Prune=false,Delete=false", "other options stay"},
		{"Prune=confirm, Replace=true", "Prune=confirm,Replace=true,Delete=false", "a person is asked first"},
		{"PruneLast=true", "PruneLast=true,Prune=false,Delete=false", "another option that begins alike"},
	}
	for _, tt := range tests {
		if got := syncOptions(tt.given, kept[argoOptions]); got != tt.want {
			t.Errorf("%s: %q becomes %q, want %q", tt.reason, tt.given, got, tt.want)
		}
	}
}

// TestHeadlessNames: a Service of the server called headless is another than the
// headless Service of the server called default.
func TestHeadlessNames(t *testing.T) {
	all := built(t, `{databases: {default: {}, headless: {}, default-headless: {}}}`)
	for name, headless := range map[string]bool{
		"database":                           false,
		"headless-database":                  true,
		"database-headless":                  false,
		"headless-database-headless":         true,
		"database-default-headless":          false,
		"headless-database-default-headless": true,
	} {
		if got := get[*corev1.Service](t, all, "Service/"+name).Spec.ClusterIP == corev1.ClusterIPNone; got != headless {
			t.Errorf("%s is headless: %v, want %v", name, got, headless)
		}
	}
}
