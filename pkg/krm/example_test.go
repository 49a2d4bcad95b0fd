package krm_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/krm"
	"github.com/djangostack/djangostack/pkg/overlays"
)

const list = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items: []
functionConfig:
  apiVersion: djangostack.dev/v1alpha1
  kind: DjangoStack
  metadata:
    name: shop
    annotations: {djangostack.dev/environment: prod}
  spec:
    image: {repository: registry.example/acme/shop, tag: "1.4.2"}
    django: {settings: shop.settings, hosts: [shop.example.com]}
`

// A function that labels every object with the team that answers for it.
func ExampleRun() {
	compiler := overlays.Compiler{
		Mutate: func(_ *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
			for _, o := range objects {
				labels := o.GetLabels()
				labels["example.com/team"] = "shop"
				o.SetLabels(labels)
			}
			return objects, nil
		},
	}
	var out bytes.Buffer
	if err := krm.Run(context.Background(), compiler, strings.NewReader(list), &out, os.Stdout); err != nil {
		fmt.Println(err)
		return
	}
	answer := out.String()
	fmt.Println(strings.Count(answer, "\n  kind: Deployment\n"), strings.Contains(answer, "example.com/team: shop"))
	// Output: 1 true
}
