package generate_test

import (
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
)

// BenchmarkResolve works out the topology of a stack with everything on, from
// the loaded spec on: merge, defaults, components.
func BenchmarkResolve(b *testing.B) {
	s := spectest.Everything()
	b.ReportAllocs()
	for b.Loop() {
		merged, err := s.Effective("prod")
		if err != nil {
			b.Fatal(err)
		}
		stacktest.Resolve(merged)
	}
}

// BenchmarkObjects builds and finishes the objects of a resolved stack.
func BenchmarkObjects(b *testing.B) {
	merged, err := spectest.Everything().Effective("prod")
	if err != nil {
		b.Fatal(err)
	}
	st := stacktest.Resolve(merged)
	b.ReportAllocs()
	for b.Loop() {
		stacktest.Objects(st)
	}
}
