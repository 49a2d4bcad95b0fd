package spec

import (
	"bytes"
	"os"
	"testing"
)

// The budget: 1.5 ms for Load and 150 µs for For, of a file of 100 lines.

func BenchmarkLoad(b *testing.B) {
	data, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(bytes.NewReader(data), "shop.yaml"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFor(b *testing.B) {
	doc := loadFile(b, "testdata/shop.yaml")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := doc.Stack.Effective("prod"); err != nil {
			b.Fatal(err)
		}
	}
}

// TestBenchmarksHaveAValidStack: a benchmark that fails is noticed by nobody.
func TestBenchmarksHaveAValidStack(t *testing.T) {
	if _, errs, _ := loadFile(t, "testdata/shop.yaml").Resolve(); len(errs) > 0 {
		t.Error(errs)
	}
}

// BenchmarkValidate is one environment after defaults.
func BenchmarkValidate(b *testing.B) {
	s, err := loadFile(b, "testdata/shop.yaml").Stack.Effective("prod")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if errs, _ := Validate(s); len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}

func loadFile(tb testing.TB, path string) *Document {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	doc, err := Load(bytes.NewReader(data), path)
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}
