package cli_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/pkg/cli"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// A test of a program: the rule that images come from the company's registry holds
// wherever a stack is looked at.
func ExampleCommand() {
	ownImages := func(_ *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
		for _, o := range objects {
			d, ok := o.(*appsv1.Deployment)
			if !ok {
				continue
			}
			for _, c := range d.Spec.Template.Spec.Containers {
				if !strings.HasPrefix(c.Image, "registry.example/") {
					return nil, fmt.Errorf("%s: image %s; copy it to registry.example", d.Name, c.Image)
				}
			}
		}
		return objects, nil
	}
	command := cli.Command{
		Name:     "platform",
		Compiler: overlays.Compiler{Mutate: ownImages},
		In: strings.NewReader(`apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
  image: {repository: docker.io/acme/shop, tag: "1.4.2"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
`),
		Out: os.Stdout,
		Err: os.Stdout,
	}
	fmt.Println(command.Run(context.Background(), "validate", "-f", "-"))
	// Output:
	// <stdin>: shop: environment dev: Mutate: shop-web: image docker.io/acme/shop:1.4.2; copy it to registry.example
	// 1
}
