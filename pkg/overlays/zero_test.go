package overlays_test

import (
	"testing"

	"github.com/djangostack/djangostack/internal/zerotest"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestZeroValues: no exported function of the package panics for want of a value.
func TestZeroValues(t *testing.T) {
	zerotest.Check(t, zerotest.Functions{
		"Check":                   overlays.Check,
		"CheckSecrets":            overlays.CheckSecrets,
		"Compile":                 overlays.Compile,
		"Compiler.Compile":        overlays.Compiler.Compile,
		"Compiler.Explain":        overlays.Compiler.Explain,
		"Compiler.Loader":         overlays.Compiler.Loader,
		"Compiler.Resolve":        overlays.Compiler.Resolve,
		"Compiler.ResolveChecked": overlays.Compiler.ResolveChecked,
		"Compiler.Schema":         overlays.Compiler.Schema,
		"Compiler.DefaultsSchema": overlays.Compiler.DefaultsSchema,
		"ConflictError.Error":     (*overlays.ConflictError).Error,
		"ConflictError.Unwrap":    (*overlays.ConflictError).Unwrap,
		"Encode":                  overlays.Encode,
		"Force":                   overlays.Force,
		"Read":                    overlays.Read,
		"Report.All":              overlays.Report.All,
		"Report.Clean":            overlays.Report.Clean,
		"Resolved.Environment":    (*overlays.Resolved).Environment,
		"Resolved.Extent":         (*overlays.Resolved).Extent,
		"Resolved.Files":          (*overlays.Resolved).Files,
		"Resolved.Objects":        (*overlays.Resolved).Objects,
		"Write":                   overlays.Write,
	}, nil)
}
