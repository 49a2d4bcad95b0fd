package spec_test

import (
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/pkg/spec"
)

const shop = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.4.2"}
  web: {replicas: 3}
  environments:
    dev: {web: {replicas: 1}}
    prod: {}
`

// One environment of a file.
func ExampleLoad() {
	doc, err := spec.Load(strings.NewReader(shop), "stack.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range doc.Stack.EnvironmentNames() {
		stack, err := doc.Stack.For(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(name, *stack.Spec.Web.Replicas)
	}
	// Output:
	// dev 1
	// prod 3
}

// All mistakes are found at once.
func ExampleLoad_errors() {
	broken := strings.NewReplacer("replicas: 3", "replicsa: 3", `"1.4.2"`, "1.4").Replace(shop)
	_, err := spec.Load(strings.NewReader(broken), "stack.yaml")
	fmt.Println(err)
	// Output:
	// stack.yaml:5:56: spec.image.tag: expected text, found the number 1.4; quote it: tag: "1.4"
	// stack.yaml:6:9: spec.web.replicsa: unknown field; did you mean "replicas"?
}

// A stack may as well be built in Go.
func ExampleDjangoStack_For() {
	stack := spec.DjangoStack{Spec: spec.StackSpec{
		Web: spec.Web{Server: spec.ServerGunicorn},
		Environments: map[string]spec.Environment{
			"dev": {"web": map[string]any{"server": spec.ServerUvicorn}},
		},
	}}
	dev, err := stack.For("dev")
	fmt.Println(dev.Spec.Web.Server, err)
	// Output: uvicorn <nil>
}

// What an editor or a terminal shows of a field.
func ExampleExplain() {
	text, err := spec.Explain("web.shutdown.graceful")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(text)
	// Output:
	// FIELD: spec.web.shutdown.graceful
	// TYPE:  duration
	//
	// DESCRIPTION:
	//       Graceful is how long running requests may take to end; with granian 30m
	//       at most. Default: 30s, for the server unless the project sets it.
	//
	//       Duration is a length of time in Go's notation, ten years at most: 30s,
	//       5m, 1h30m.
}
