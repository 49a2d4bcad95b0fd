package overlays_test

import (
	"fmt"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// BenchmarkGrowth compiles stacks of n, 2n, 4n and 8n of one thing. ns/op and B/op
// of each follow n, but for what a stack costs anyway. What is refused is: the time is
// that of finding so.
func BenchmarkGrowth(b *testing.B) {
	for _, series := range []struct {
		of   string
		n    int
		grow func(s *spec.DjangoStack, i int)
	}{
		{"equal hosts", 120, func(s *spec.DjangoStack, _ int) { s.Spec.Django.Hosts = append(s.Spec.Django.Hosts, "a.example.com") }},
		{"ports", 125, func(s *spec.DjangoStack, i int) {
			out := s.Spec.Network.Egress["mail"]
			out.Ports = append(out.Ports, spec.Port(10_000+i))
			s.Spec.Network.Egress = map[string]spec.Egress{"mail": out}
		}},
		{"environments", 12, func(s *spec.DjangoStack, i int) { s.Spec.Environments[fmt.Sprintf("e%d", i)] = spec.Environment{} }},
		{"workers", 60, func(s *spec.DjangoStack, i int) { s.Spec.Celery.Workers[fmt.Sprintf("w%d", i)] = spec.Worker{} }},
		{"workers in 8 environments", 25, func(s *spec.DjangoStack, i int) {
			s.Spec.Environments[fmt.Sprintf("e%d", i%8)] = spec.Environment{}
			s.Spec.Celery.Workers[fmt.Sprintf("w%d", i)] = spec.Worker{}
		}},
		{"hosts", 120, func(s *spec.DjangoStack, i int) {
			s.Spec.Django.Hosts = append(s.Spec.Django.Hosts, spec.Host(fmt.Sprintf("h%d.example.com", i)))
		}},
		{"queues", 125, func(s *spec.DjangoStack, i int) {
			w := s.Spec.Celery.Workers["default"]
			w.Queues = append(w.Queues, fmt.Sprintf("q%d", i))
			s.Spec.Celery.Workers["default"] = w
		}},
		// Each process connects to each database and to each other process: n of them
		// have n*n rules, of which there can be as many as the limits say.
		{"processes with a port", 20, func(s *spec.DjangoStack, i int) {
			s.Spec.Processes[fmt.Sprintf("p%d", i)] = spec.Process{Command: []string{"a"}, Port: 9000}
		}},
		{"databases", 20, func(s *spec.DjangoStack, i int) { s.Spec.Databases[fmt.Sprintf("d%d", i)] = spec.Database{} }},
		{"variables", 125, func(s *spec.DjangoStack, i int) { s.Spec.Django.Env[fmt.Sprintf("V%d", i)] = "x" }},
	} {
		for _, times := range []int{1, 2, 4, 8} {
			b.Run(fmt.Sprintf("%s=%d", series.of, series.n*times), func(b *testing.B) {
				s := blog()
				s.Spec.Environments = map[string]spec.Environment{"prod": {}}
				s.Spec.Celery = &spec.Celery{App: "blog", Workers: map[string]spec.Worker{"default": {}}}
				s.Spec.Broker = &spec.Broker{Engine: "redis"}
				s.Spec.Django.Env = map[string]string{}
				s.Spec.Processes = map[string]spec.Process{}
				for i := range series.n * times {
					series.grow(s, i)
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := overlays.Compile(b.Context(), s); (err == nil) == (series.of == "equal hosts") {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
