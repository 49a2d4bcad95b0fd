package spectest

import (
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestEverything keeps the benchmarks' stack the size it is said to have.
func TestEverything(t *testing.T) {
	if _, err := spec.Load(strings.NewReader(EverythingYAML), "everything.yaml"); err != nil {
		t.Fatal(err)
	}
	s := Everything()
	if !Valid(s) {
		t.Fatal("everything.yaml is not valid")
	}
	for _, env := range s.EnvironmentNames() {
		if n := objects(t, s, env); n < 60 || n > 100 {
			t.Errorf("%s has %d objects, want about 80", env, n)
		}
	}
}

// TestLarge: the benchmarks divide by the number of objects asked for.
func TestLarge(t *testing.T) {
	for _, want := range []int{500, 4000} {
		if n := objects(t, Large(want), "prod"); n < want*95/100 || n > want*120/100 {
			t.Errorf("Large(%d) has %d objects", want, n)
		}
	}
}

func objects(t *testing.T, s *spec.DjangoStack, env string) int {
	t.Helper()
	merged, err := s.Effective(env)
	if err != nil {
		t.Fatal(err)
	}
	return len(stacktest.Objects(stacktest.Resolve(merged)))
}
