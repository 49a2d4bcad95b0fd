package overlays_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
)

// BenchmarkCompile is a stack with everything on in three environments, from
// the loaded spec to the proved tree.
func BenchmarkCompile(b *testing.B) {
	s := spectest.Everything()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := overlays.Compile(b.Context(), s); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUnproved is [BenchmarkCompile] without the proof, which nobody can
// leave out.
func BenchmarkUnproved(b *testing.B) {
	s := spectest.Everything()
	b.ReportAllocs()
	for b.Loop() {
		files, _, err := overlays.Unproved(s)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := files(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkProve is the proof of three overlays.
func BenchmarkProve(b *testing.B) {
	_, prove, err := overlays.Unproved(spectest.Everything())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := prove(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncode prints the objects of one environment, as render does.
func BenchmarkEncode(b *testing.B) {
	st, err := resolved(spectest.Everything(), "prod")
	if err != nil {
		b.Fatal(err)
	}
	objects := stacktest.Objects(st)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := overlays.Encode(objects); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWrite writes the tree to a folder of its own, and to one that holds
// it already.
func BenchmarkWrite(b *testing.B) {
	files, err := overlays.Compile(b.Context(), spectest.Everything())
	if err != nil {
		b.Fatal(err)
	}
	write := func(b *testing.B, dir string) {
		b.Helper()
		if _, err := overlays.Write(b.Context(), dir, files); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("fresh", func(b *testing.B) {
		parent, n := b.TempDir(), 0
		for b.Loop() {
			n++
			write(b, filepath.Join(parent, fmt.Sprint(n)))
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		dir := b.TempDir()
		write(b, dir)
		for b.Loop() {
			write(b, dir)
		}
	})
}

// BenchmarkVerify is kustomize's own opinion of one overlay.
func BenchmarkVerify(b *testing.B) {
	s := spectest.Everything()
	files, err := overlays.Compile(b.Context(), s)
	if err != nil {
		b.Fatal(err)
	}
	st, err := resolved(s, "prod")
	if err != nil {
		b.Fatal(err)
	}
	objects := stacktest.Objects(st)
	b.ReportAllocs()
	for b.Loop() {
		if err := kustomizeverify.Verify(files, "prod", objects); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFleet compiles and writes stacks as fast as all cores go.
func BenchmarkFleet(b *testing.B) {
	parent, n := b.TempDir(), 0
	s := spectest.Everything()
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for b.Loop() {
		n++
		dir := filepath.Join(parent, fmt.Sprint(n))
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			files, err := overlays.Compile(b.Context(), s)
			if err == nil {
				_, err = overlays.Write(b.Context(), dir, files)
			}
			if err != nil {
				b.Error(err)
			}
		})
	}
	wait.Wait()
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "stacks/s")
}

// BenchmarkLarge shows that the time an object takes does not grow with their
// number.
func BenchmarkLarge(b *testing.B) {
	for _, objects := range []int{500, 1000, 2000, 4000} {
		b.Run(fmt.Sprint(objects), func(b *testing.B) {
			s := spectest.Large(objects)
			for b.Loop() {
				if _, err := overlays.Compile(b.Context(), s); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(objects), "ns/object")
		})
	}
}
