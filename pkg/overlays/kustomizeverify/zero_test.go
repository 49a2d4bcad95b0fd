package kustomizeverify_test

import (
	"testing"

	"github.com/djangostack/djangostack/internal/zerotest"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
)

// TestZeroValues: no exported function of the package panics for want of a value.
func TestZeroValues(t *testing.T) {
	zerotest.Check(t, zerotest.Functions{
		"Build":  kustomizeverify.Build,
		"Verify": kustomizeverify.Verify,
	}, nil)
}
