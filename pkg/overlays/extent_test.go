package overlays_test

import (
	"fmt"
	"testing"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestExtentOfComponents: what a component of one's own runs counts like what the spec says.
func TestExtentOfComponents(t *testing.T) {
	for _, c := range []struct {
		reason  string
		more    int // workloads, in each of two environments
		tooMany bool
	}{
		{"none", 0, false},
		{"a few", 3, false},
		{"as many as a stack may have", spec.MaxRunning / 2, false},
		{"more", spec.MaxRunning/2 + 1, true},
	} {
		resolve := func(components []stack.Component) (*overlays.Resolved, error) {
			document := &spec.Document{Stack: stacktest.Small()}
			resolved, _, err := overlays.Compiler{Components: components}.Resolve(t.Context(), document)
			return resolved, err
		}
		plain, err := resolve(nil)
		if err != nil {
			t.Fatal(err)
		}
		resolved, err := resolve(append(generate.Components(), stack.Component{Name: "search", Publish: func(st *stack.Stack) error {
			for i := range c.more {
				st.Publish(stack.Workload{Component: fmt.Sprintf("search-%d", i), Image: "search:1"})
			}
			return nil
		}}))
		if c.tooMany {
			if errs := spec.AsErrors(err); len(errs) != 1 || errs[0].Code != spec.CodeTooLarge {
				t.Errorf("%s: %v", c.reason, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", c.reason, err)
		}
		was, is := plain.Extent("prod"), resolved.Extent("prod")
		if is.Running != was.Running+c.more || c.more > 0 && was.Carried > 5 && is.Carried <= was.Carried {
			t.Errorf("%s: %v, was %v", c.reason, is, was)
		}
	}
}
