package krm_test

import (
	"testing"

	"github.com/djangostack/djangostack/internal/zerotest"
	"github.com/djangostack/djangostack/pkg/krm"
)

// TestZeroValues: no exported function of the package panics for want of a value.
func TestZeroValues(t *testing.T) {
	zerotest.Check(t, zerotest.Functions{
		"Definition": krm.Definition,
		"Run":        krm.Run,
	}, nil)
}
