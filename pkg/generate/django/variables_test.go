package django_test

import (
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// TestServicesKeepTheProjectsVariables: a component cannot tell the project what the stack itself
// tells it.
func TestServicesKeepTheProjectsVariables(t *testing.T) {
	for variable, taken := range map[string]bool{
		"DJANGO_SETTINGS_MODULE": true, "SECRET_KEY": true, "STATIC_ROOT": true, "SEARCH_URL": false,
	} {
		search := stack.Component{Name: "search", Publish: func(st *stack.Stack) error {
			st.Bind(stack.Binding{Kind: "search", Port: 80, Variables: []stack.Variable{{Key: "url", Name: variable, Value: "a"}}})
			return nil
		}}
		e, err := spectest.Everything().Effective("prod")
		if err != nil {
			t.Fatal(err)
		}
		st, err := generate.Resolve(e, append(generate.Components(), search)...)
		if err != nil {
			t.Fatal(err)
		}
		_, err = st.Build()
		want := "the binding of kind search sets the variable " + variable + ", which is one of the project's own; rename it"
		if taken != (err != nil) || taken && !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v", variable, err)
		}
	}
}
