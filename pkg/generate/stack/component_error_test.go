package stack_test

import (
	"regexp"
	"testing"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestPanicPlace: an error says which line of the component panicked, by itself or by way of
// the runtime.
func TestPanicPlace(t *testing.T) {
	for reason, step := range map[string]func(*stack.Stack) error{
		"panic":             func(*stack.Stack) error { panic("no index") },
		"a nil map":         func(st *stack.Stack) error { stack.Kept[map[string]int](st)["a"] = 1; return nil },
		"a nil dereference": func(st *stack.Stack) error { return stack.Kept[*spec.Web](st).DeepCopy().Timeout.UnmarshalJSON(nil) },
	} {
		_, err := stack.Resolve(shop(), stack.Component{Name: "search", Publish: step})
		if err == nil || !regexp.MustCompile(`^component search: panic: .* \((component_error_test|[a-z_]+)\.go:\d+\)$`).MatchString(err.Error()) {
			t.Errorf("%s: %v", reason, err)
		}
	}
}
