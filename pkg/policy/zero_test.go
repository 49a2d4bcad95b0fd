package policy_test

import (
	"testing"

	"github.com/djangostack/djangostack/internal/zerotest"
	"github.com/djangostack/djangostack/pkg/policy"
)

// TestZeroValues: no exported function of the package panics for want of a value.
func TestZeroValues(t *testing.T) {
	zerotest.Check(t, zerotest.Functions{
		"CIDR.Validate":    policy.CIDR.Validate,
		"Explain":          policy.Explain,
		"Load":             policy.Load,
		"Pattern.Validate": policy.Pattern.Validate,
		"Policy.Judge":     (*policy.Policy).Judge,
		"Schema":           policy.Schema,
	}, nil)
}
