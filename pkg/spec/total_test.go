package spec_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestValidateIsTotal validates stacks with any values, built in Go and read
// from a file: rules must take what they refuse, whichever of them comes first.
func TestValidateIsTotal(t *testing.T) {
	for seed := range uint64(worktest.Rounds(60)) {
		s := spectest.Anything(rand.New(rand.NewPCG(seed, 1)))
		func() {
			defer func() {
				if r := recover(); r != nil {
					t.Fatalf("seed %d: %v\n%s", seed, r, spectest.YAML(s))
				}
			}()
			spectest.Valid(s)
			if doc, _ := spec.Load(strings.NewReader(spectest.YAML(s)), ""); doc != nil {
				_, _, _ = doc.Resolve()
			}
		}()
	}
}
