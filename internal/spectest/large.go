package spectest

import (
	_ "embed"
	"fmt"

	"github.com/djangostack/djangostack/pkg/spec"
)

// EverythingYAML is the file of [Everything], for what measures loading.
//
//go:embed everything.yaml
var EverythingYAML string

// Everything is a stack with all components on, three environments and about
// sixty objects in each.
func Everything() *spec.DjangoStack { return mustLoad(EverythingYAML) }

// Large is a stack with about n objects, half of them of Celery workers and half
// of cron jobs, in a single environment: what shows whether time grows with
// size alone.
func Large(n int) *spec.DjangoStack {
	s := Everything()
	s.Metadata.Name = "large"
	s.Spec.Environments = map[string]spec.Environment{"prod": s.Spec.Environments["prod"]}
	for i := range int(float64(n) / 2 / objectsPerProcess) {
		name := fmt.Sprintf("large-%05d", i)
		s.Spec.Celery.Workers[name] = spec.Worker{Replicas: new(int32(2))}
		s.Spec.Cron[name] = spec.Cron{Schedule: "0 4 * * *", Manage: []string{"tidy", name}}
	}
	return s
}

// objectsPerProcess are a workload, its ServiceAccount and its NetworkPolicy,
// and for every second one, with more than one replica, a disruption budget.
const objectsPerProcess = 3.5

func mustLoad(text string) *spec.DjangoStack {
	s := load([]byte(text))
	if s == nil {
		panic("spectest: everything.yaml does not load; run its test")
	}
	return s
}
