package generate_test

import (
	"testing"

	"github.com/djangostack/djangostack/internal/zerotest"
	"github.com/djangostack/djangostack/pkg/generate"
)

// TestZeroValues: no exported function of the package panics for want of a value.
func TestZeroValues(t *testing.T) {
	zerotest.Check(t, zerotest.Functions{
		"Further":    generate.Further,
		"Components": generate.Components,
		"Resolve":    generate.Resolve,
	}, nil)
}
