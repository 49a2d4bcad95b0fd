package stack

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestDataIsKept: each tool that removes what a stack no longer has leaves volumes
// and the namespace alone, whatever the user's own annotations say to it.
func TestDataIsKept(t *testing.T) {
	tests := []struct{ given, want, reason string }{
		{"", "Prune=false,Delete=false", "nothing given"},
		{"ServerSideApply=true", "ServerSideApply=true,Prune=false,Delete=false", "other options stay"},
		{"Prune=confirm, Replace=true", "Prune=confirm,Replace=true,Delete=false", "a person is asked first"},
		{"Prune=true,Delete=false", "Prune=false,Delete=false", "neither is overruled nor said twice"},
		{"PruneLast=true", "PruneLast=true,Prune=false,Delete=false", "another option that begins alike"},
	}
	for _, tt := range tests {
		if got := syncOptions(tt.given, kept[argoOptions]); got != tt.want {
			t.Errorf("%s: %q becomes %q, want %q", tt.reason, tt.given, got, tt.want)
		}
	}
}

// TestClaimWithoutSize: the base may lack what every environment has, and is built all the same.
func TestClaimWithoutSize(t *testing.T) {
	st := &Stack{Name: "shop"}
	claim := st.Claim("search", spec.Storage{Class: "fast"}, corev1.ReadWriteOnce).(*corev1.PersistentVolumeClaim)
	if claim.Spec.Resources.Requests != nil || *claim.Spec.StorageClassName != "fast" {
		t.Errorf("%+v", claim.Spec)
	}
}
