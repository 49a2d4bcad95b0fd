package cli_test

import (
	"testing"

	"github.com/djangostack/djangostack/internal/zerotest"
	"github.com/djangostack/djangostack/pkg/cli"
)

// TestZeroValues: no exported function of the package panics for want of a value.
func TestZeroValues(t *testing.T) {
	zerotest.Check(t, zerotest.Functions{
		"Command.Run": cli.Command.Run,
		"Main":        cli.Main,
	}, nil)
}
