package stack

import "testing"

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
