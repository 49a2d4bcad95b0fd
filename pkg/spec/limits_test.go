package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestLimitsFollowTheMerge: what only an environment has counts, and what it removes
// does not.
func TestLimitsFollowTheMerge(t *testing.T) {
	many := func(n int) map[string]any {
		out := map[string]any{}
		for i := range n {
			out[fmt.Sprintf("V%d", i)] = "x"
		}
		return out
	}
	for _, test := range []struct {
		reason string
		change func(*spec.DjangoStack)
		want   string
	}{
		{"everything at once", func(*spec.DjangoStack) {}, ""},
		{"as many environments as may be", func(s *spec.DjangoStack) {
			for i := range spec.MaxEnvironments {
				s.Spec.Environments[fmt.Sprintf("e%d", i)] = spec.Environment{}
			}
		}, ""},
		{"a map of an environment", func(s *spec.DjangoStack) {
			s.Spec.Environments["qa"] = spec.Environment{"django": map[string]any{"env": many(spec.MaxEntries + 1)}}
		}, "must have at most 1000 entries and has 1005; remove some (in qa)"},
		{"names of one variable, which every pod has", func(s *spec.DjangoStack) {
			names := make(spec.Names, 999)
			for i := range names {
				names[i] = fmt.Sprintf("V%d", i)
			}
			s.Spec.Databases["default"] = spec.Database{EnvNames: spec.EnvNames{"password": names, "url": names}}
			for i := range 400 {
				s.Spec.Processes[fmt.Sprintf("p%d", i)] = spec.Process{Command: []string{"a"}}
			}
		}, "entries of maps and lists, repeated in the pods and objects of all environments together, are more than the 200000"},
		{"an annotation that every object has", func(s *spec.DjangoStack) {
			s.Metadata.Annotations = map[string]string{"a": strings.Repeat("word ", 40_000)}
			for i := range 200 {
				s.Spec.Processes[fmt.Sprintf("p%d", i)] = spec.Process{Command: []string{"a"}}
			}
		}, "entries of maps and lists, repeated in the pods and objects of all environments together, are more than the 200000"},
		{"a large file, which stands in one ConfigMap", func(s *spec.DjangoStack) {
			s.Spec.Django.Files["/large"] = spec.ConfigFile{Content: strings.Repeat("word ", 40_000)}
			for i := range 200 {
				s.Spec.Processes[fmt.Sprintf("p%d", i)] = spec.Process{Command: []string{"a"}}
			}
		}, ""},
		{"hosts of all environments", func(s *spec.DjangoStack) {
			s.Spec.Django.Hosts = make([]spec.Host, spec.MaxEntries)
			for i := range spec.MaxHosts/spec.MaxEntries + 1 {
				s.Spec.Environments[fmt.Sprintf("e%d", i)] = spec.Environment{}
			}
		}, "spec.django.hosts: must have at most 10000 hosts in all environments together and has 11000"},
		{"a list in a map", func(s *spec.DjangoStack) {
			s.Spec.Environments["qa"] = spec.Environment{"celery": map[string]any{"workers": map[string]any{
				"mail": map[string]any{"queues": make([]any, spec.MaxEntries+1)},
			}}}
			for i := range spec.MaxEntries + 1 {
				s.Spec.Environments["qa"]["celery"].(map[string]any)["workers"].(map[string]any)["mail"].(map[string]any)["queues"].([]any)[i] = "q"
			}
		}, "spec.celery.workers.mail.queues: must have at most 1000 entries and has 1001"},
	} {
		t.Run(test.reason, func(t *testing.T) {
			s := spectest.Everything()
			s.Spec.Environments = map[string]spec.Environment{}
			test.change(s)
			got := ""
			if errs := spec.CheckLimits(s); errs != nil {
				got = errs.Error()
			}
			if (test.want == "") != (got == "") || !strings.Contains(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
