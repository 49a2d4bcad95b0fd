package spec

import (
	"fmt"
	"strings"
	"testing"
)

// growing are files of n of one thing, with n, 2n, 4n and 8n of which a series is made.
var growing = []struct {
	of   string
	n    int
	body func(n int) string
}{
	{"environments", 12, func(n int) string { return "  environments: {" + each(n, "e%d: {web: {replicas: 2}}, ") + "}\n" }},
	{"hosts", 125, func(n int) string { return "  django: {hosts: [" + each(n, "h%d.example.com, ") + "]}\n" }},
	{"equal hosts", 125, func(n int) string { return "  django: {hosts: [" + strings.Repeat("a.example.com, ", n) + "]}\n" }},
	{"queues", 125, func(n int) string { return "  celery: {workers: {a: {queues: [" + each(n, "q%d, ") + "]}}}\n" }},
	{"equal queues", 125, func(n int) string { return "  celery: {workers: {a: {queues: [" + strings.Repeat("a, ", n) + "]}}}\n" }},
	{"pull secrets", 125, func(n int) string { return "  image: {pullSecrets: [" + each(n, "s%d, ") + "]}\n" }},
	{"ports", 125, func(n int) string { return "  network: {egress: {a: {ports: [" + each(n, "1%03d, ") + "]}}}\n" }},
	{"ways in", 40, func(n int) string {
		return "  processes: {" + each(n, "p%d: {command: [a], port: 9000}, ") + "}\n" +
			"  network: {ingress: {" + each(n, "w%d: {component: process-q, cidr: 10.0.0.0/8}, ") + "}}\n"
	}},
	{"findings of Load", 125, func(n int) string { return "  django: {env: {" + each(n, "V%d: [], ") + "}}\n" }},
	{"findings of rules", 125, func(n int) string { return "  django: {env: {" + each(n, "'%d-': a, ") + "}}\n" }},
	{"warnings", 125, func(n int) string {
		return "  django: {env: {" + each(n, "V%d: a, ") + "}}\n  environments: {dev: {django: {env: {" + each(n, "W%d: null, ") + "}}}}\n"
	}},
	{"nesting", 1000, func(n int) string { return "  web: " + strings.Repeat("[", n) + strings.Repeat("]", n) + "\n" }},
	{"nesting in blocks", 1000, func(n int) string { return "  web:\n    " + strings.Repeat("- ", n) + "a\n" }},
	{"nesting of a file that is broken", 1000, func(n int) string { return "  web: '" + strings.Repeat("[\n", n) }},
}

// each is a text for every number below n.
func each(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// BenchmarkGrowth loads and checks files of n, 2n, 4n and 8n of one thing. What one
// costs, ns/item, does not grow with n, but falls by the share of what a file costs
// anyway.
func BenchmarkGrowth(b *testing.B) {
	for _, series := range growing {
		for _, times := range []int{1, 2, 4, 8} {
			n := series.n * times
			b.Run(fmt.Sprintf("%s/n=%d", series.of, n), func(b *testing.B) {
				text := head + series.body(n)
				b.ReportAllocs()
				for b.Loop() {
					checkText(text)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/item")
			})
		}
	}
}

func checkText(text string) {
	if doc, _ := Load(strings.NewReader(text), "f"); doc != nil {
		_, _, _ = doc.Resolve()
	}
}
