package overlays_test

import (
	"errors"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// unlabelled panics where its labels are set, which only finishing does.
type unlabelled struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
}

func (*unlabelled) SetLabels(map[string]string)      { panic("labelled") }
func (f *unlabelled) DeepCopyObject() runtime.Object { return f }

// TestObjectPanicsLate: an object of a type of one's own that panics after it was checked, on
// whatever goroutine, is an error.
func TestObjectPanicsLate(t *testing.T) {
	own := stack.Component{Name: "own", Objects: func(*stack.Stack) ([]stack.Object, error) {
		return []stack.Object{&unlabelled{metav1.TypeMeta{APIVersion: "example.com/v1", Kind: "Odd"}, metav1.ObjectMeta{Name: "odd"}}}, nil
	}}
	compiler := overlays.Compiler{Components: append(generate.Components(), own)}
	resolved, err := compiler.ResolveChecked(t.Context(), spectest.Everything())
	if err != nil {
		t.Fatal(err)
	}
	_, compiled := resolved.Files(t.Context())
	_, rendered := resolved.Objects("prod")
	for _, err := range []error{compiled, rendered} {
		panicked, ok := errors.AsType[*stack.ComponentError](err)
		if !ok || panicked.Trace == nil || !strings.HasSuffix(err.Error(), "panic: labelled") {
			t.Error(err)
		}
	}
}
