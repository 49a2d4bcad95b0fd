package fleet

import (
	"fmt"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
)

// BenchmarkGrowth loads fleets of n, 2n, 4n and 8n stacks. What one costs, ns/stack,
// does not grow with n.
func BenchmarkGrowth(b *testing.B) {
	const ingress = "  expose: {https: true, ingress: {class: traefik}}\n"
	host := func(text, host string) string { return strings.Replace(text, "shop.example.com", host, 1) }
	for _, series := range []struct {
		of   string
		text func(i int) string
	}{
		{"stacks", func(i int) string { return named(fmt.Sprint("s", i)) }},
		{"stacks in one namespace", func(i int) string {
			return named(fmt.Sprint("s", i)) + "  namespace: {name: team, create: false}\n  environments: {prod: {}}\n"
		}},
		{"stacks that create one namespace", func(i int) string {
			return named(fmt.Sprint("s", i)) + "  namespace: {name: team}\n  environments: {prod: {}}\n"
		}},
		{"stacks of one name", func(int) string { return named("s") }},
		{"stacks with an Ingress host each", func(i int) string {
			return host(named(fmt.Sprint("s", i)), fmt.Sprintf("s%d.example.com", i)) + ingress + "  environments: {prod: {}}\n"
		}},
		{"stacks with one Ingress host", func(i int) string { return named(fmt.Sprint("s", i)) + ingress + "  environments: {prod: {}}\n" }},
	} {
		for _, n := range []int{25, 50, 100, 200} {
			b.Run(fmt.Sprintf("%s/n=%d", series.of, n), func(b *testing.B) {
				texts := make([]string, n)
				for i := range texts {
					texts[i] = series.text(i)
				}
				b.ReportAllocs()
				for b.Loop() {
					_ = failure(b, overlays.Compiler{}, sources(texts...))
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/stack")
			})
		}
	}
}
