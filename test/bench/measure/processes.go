package main

import (
	"fmt"
	"os"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// writeStacks writes what is compiled: a stack with everything on, a fleet of
// the same under other names, and a large one.
func (m *measurement) writeStacks() error {
	if err := os.Mkdir(m.path("fleet"), 0o750); err != nil {
		return err
	}
	if err := os.WriteFile(m.path("everything.yaml"), []byte(spectest.EverythingYAML), 0o600); err != nil {
		return err
	}
	for i := range m.fleet {
		s := spectest.Everything()
		s.Metadata.Name = fmt.Sprintf("site-%04d", i)
		s.Spec.Cluster = s.Metadata.Name // all have the same hosts
		if err := m.writeStack(m.path("fleet", s.Metadata.Name+".yaml"), s); err != nil {
			return err
		}
	}
	return m.writeStack(m.path("large.yaml"), spectest.Large(m.objects))
}

func (m *measurement) writeStack(path string, s *spec.DjangoStack) error {
	return os.WriteFile(path, []byte(spectest.YAML(s)), 0o600)
}

// processes are what is measured, the one everything is compared with first.
func (m *measurement) processes() []process {
	stack, out := m.path("everything.yaml"), m.path("out")
	generate := []string{m.djangostack, "generate", "-f", stack, "-o", out}
	fleet := []string{m.djangostack, "generate", "-f", m.path("fleet"), "-o", m.path("sites")}
	large := []string{m.djangostack, "generate", "-f", m.path("large.yaml"), "-o", m.path("large")}
	few := max(1, min(3, m.runs))
	return []process{
		{
			name: "kustomize build, one overlay", runs: m.runs, prepare: generate,
			command: []string{m.kustomize, "build", out + "/overlays/staging"},
		},
		{name: "generate, first", runs: m.runs, command: generate, fresh: out},
		{name: "generate, unchanged", runs: m.runs, command: generate, prepare: generate},
		{
			name: "render --env prod", runs: m.runs,
			command: []string{m.djangostack, "render", "-f", stack, "--env", "prod"},
		},
		{
			name: "check", runs: m.runs, command: []string{m.djangostack, "check", "-f", stack, "-o", out},
			prepare: generate,
		},
		{
			name: fmt.Sprintf("fleet of %d, first", m.fleet), runs: few, command: fleet, fresh: m.path("sites"), stacks: m.fleet,
		},
		{name: fmt.Sprintf("fleet of %d, unchanged", m.fleet), runs: few, command: fleet, prepare: fleet, stacks: m.fleet},
		{name: fmt.Sprintf("stack of %d objects", m.objects), runs: few, command: large, fresh: m.path("large")},
	}
}
