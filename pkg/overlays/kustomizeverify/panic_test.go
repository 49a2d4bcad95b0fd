package kustomizeverify

import (
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestAPanicIsAnError: kustomize panics over annotations that it takes for its own
// notes. That ends no program, and the next build is not kept waiting.
func TestAPanicIsAnError(t *testing.T) {
	files := []overlays.File{
		{Path: "overlays/prod/account.yaml", Data: []byte("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop\n" +
			"  annotations:\n    internal.config.kubernetes.io/previousNames: a,b\n")},
		{Path: "overlays/prod/kustomization.yaml", Data: []byte("namespace: prod\nresources:\n- account.yaml\n")},
	}
	for range 2 {
		err := Verify(files, "prod", nil)
		if err == nil || !strings.HasPrefix(err.Error(), "overlays/prod: kustomize build: kustomize panics: number of previous names") {
			t.Errorf("error %v", err)
		}
	}
}
