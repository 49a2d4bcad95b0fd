package generate_test

import (
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/generate"
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
		generate.Resolve(merged)
	}
}

// BenchmarkObjects builds and finishes the objects of a resolved stack.
func BenchmarkObjects(b *testing.B) {
	merged, err := spectest.Everything().Effective("prod")
	if err != nil {
		b.Fatal(err)
	}
	st := generate.Resolve(merged)
	b.ReportAllocs()
	for b.Loop() {
		st.Objects()
	}
}
