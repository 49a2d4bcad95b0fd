package krm

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkGrowth runs the function over lists of n, 2n, 4n and 8n of one thing. What
// one costs, ns/item, does not grow with n.
func BenchmarkGrowth(b *testing.B) {
	called := func(i int) string {
		return strings.Replace(stackYAML, "name: shop\n", fmt.Sprintf("name: s%d\n", i), 1)
	}
	for _, series := range []struct {
		of     string
		n      int
		config string
		item   func(i int) string
	}{
		{"stacks", 10, parameters, func(i int) string { return asItem(called(i)) }},
		{"stacks in one namespace", 10, parameters, func(i int) string {
			return asItem(called(i)) + "    namespace: {name: team, create: false}\n"
		}},
		{"stacks that have the objects of another", 10, parameters, func(int) string { return asItem(stackYAML) }},
		{"stacks that are wrong", 10, parameters, func(i int) string { return asItem(called(i)) + "    wbe: {}\n" }},
		{"items of others", 250, stackYAML, func(int) string { return foreign }},
		{"items that are no longer made", 250, stackYAML, func(i int) string {
			return fmt.Sprintf("- {apiVersion: v1, kind: ConfigMap, metadata: {name: c%d, labels: {app.kubernetes.io/name: shop, "+
				"app.kubernetes.io/instance: shop-prod, app.kubernetes.io/managed-by: djangostack}}}\n", i)
		}},
	} {
		for _, times := range []int{1, 2, 4, 8} {
			n := series.n * times
			b.Run(fmt.Sprintf("%s/n=%d", series.of, n), func(b *testing.B) {
				var items strings.Builder
				for i := range n {
					items.WriteString(series.item(i))
				}
				in := listOf(items.String(), series.config)
				b.ReportAllocs()
				for b.Loop() {
					_, _, _ = call(in)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/item")
			})
		}
	}
}
