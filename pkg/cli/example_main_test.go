package cli_test

import (
	"os"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/cli"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// searchAddress is a component: a name in the namespace for a search server outside of it.
var searchAddress = stack.Component{
	Name: "search-address",
	Objects: func(st *stack.Stack) ([]stack.Object, error) {
		return []stack.Object{&corev1.Service{
			ObjectMeta: st.Meta("search"),
			Spec:       corev1.ServiceSpec{Type: corev1.ServiceTypeExternalName, ExternalName: "search.example.com"},
		}}, nil
	},
}

// The main function of a program that has a component beside the built-in ones.
func ExampleMain() {
	os.Exit(cli.Main(overlays.Compiler{Components: append(generate.Components(), searchAddress)}))
}
