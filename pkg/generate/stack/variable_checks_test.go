package stack_test

import (
	"testing"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestVariablesAreChecked: a variable of which no environment could be made is refused by the
// name of the component that binds it.
func TestVariablesAreChecked(t *testing.T) {
	host := stack.Variable{Key: "host", Name: "SEARCH_HOST", Value: "search"}
	for _, c := range []struct {
		reason string
		last   stack.Variable
		want   string // "" if all is well
	}{
		{"no value is an empty one", stack.Variable{Key: "path", Name: "SEARCH_PATH"}, ""},
		{"composed of one before", stack.Variable{Key: "url", Name: "SEARCH_URL", Composed: "http://$(host)"}, ""},
		{"left out by the project", stack.Variable{Key: "path", Name: "SEARCH_PATH", Names: spec.Names{""}}, ""},
		{"no key", stack.Variable{Name: "SEARCH_PATH"}, `variable "": has no Key; set one, such as "host"`},
		{
			"no name",
			stack.Variable{Key: "path", Value: "/"},
			`variable "path": its Name "" must be of letters, digits and '_', and not begin with a digit; choose another`,
		},
		{
			"an illegal name",
			stack.Variable{Key: "path", Name: "SEARCH-PATH"},
			`variable "path": its Name "SEARCH-PATH" must be of letters, digits and '_', and not begin with a digit; choose another`,
		},
		{
			"two values",
			stack.Variable{Key: "path", Name: "SEARCH_PATH", Value: "/", Secret: &spec.SecretKey{Secret: "a", Key: "b"}},
			`variable "path": must have one of Value, Secret and Composed; leave out the others`,
		},
		{
			"a Secret without a key",
			stack.Variable{Key: "key", Name: "SEARCH_KEY", Secret: &spec.SecretKey{Secret: "shop"}},
			`variable "key": its Secret must have a name and a key; set both, by a default of the section for one`,
		},
		{
			"composed of nothing that is there",
			stack.Variable{Key: "url", Name: "SEARCH_URL", Composed: "http://$(host):$(port)"},
			`variable "url": its Composed has $(port), which is the key of no variable before it; put that one before it, or ` +
				`correct the key`,
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			bound := stack.Binding{Kind: "search", Port: 443, Variables: []stack.Variable{host, c.last}}
			st, err := stack.Resolve(shop(), publishing("a", nil, bound))
			if err != nil {
				t.Fatal(err)
			}
			if c.want != "" {
				c.want = "binding of kind search: " + c.want
			}
			_, _, err = st.Validate()
			wantComponentError(t, err, "a", c.want)
		})
	}
}
