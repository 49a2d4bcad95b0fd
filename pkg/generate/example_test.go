package generate_test

import (
	"fmt"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// mailpit is a component of one's own: a mail catcher the Django processes
// send to. It publishes a workload and how to reach it; names, labels, service
// account and network policies follow.
var mailpit = stack.Component{
	Name: "mailpit",
	Publish: func(st *stack.Stack) error {
		st.Publish(stack.Workload{Component: "mailpit", Ports: map[string]int32{"smtp": 1025}, Replicas: 1})
		st.Bind(stack.Binding{
			Kind:      "mail",
			Component: "mailpit",
			Port:      1025,
			Variables: []stack.Variable{
				{Key: "host", Name: "EMAIL_HOST", Value: st.ObjectName("mailpit")},
				{Key: "port", Name: "EMAIL_PORT", Value: "1025"},
			},
		})
		return nil
	},
	Objects: func(st *stack.Stack) ([]stack.Object, error) {
		limits := corev1.ResourceList{
			corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("64Mi"),
		}
		return []stack.Object{
			&appsv1.Deployment{
				ObjectMeta: st.Meta("mailpit"),
				Spec: appsv1.DeploymentSpec{
					Selector: &metav1.LabelSelector{MatchLabels: st.Selector("mailpit")},
					Template: st.PodTemplate(stack.Pod{
						Component: "mailpit",
						User:      1000,
						Grace:     10,
						Containers: []corev1.Container{{
							Name:      "mailpit",
							Image:     "docker.io/axllent/mailpit:v1.27",
							Resources: corev1.ResourceRequirements{Requests: limits, Limits: limits},
						}},
					}),
				},
			},
			&corev1.Service{
				ObjectMeta: st.Meta("mailpit"),
				Spec: corev1.ServiceSpec{
					Selector: st.Selector("mailpit"),
					Ports:    []corev1.ServicePort{{Name: "smtp", Port: 1025}},
				},
			},
		}, nil
	},
}

// A component of one's own beside the built-in ones.
func ExampleResolve() {
	shop := &spec.DjangoStack{
		Metadata: spec.Metadata{Name: "shop"},
		Spec: spec.StackSpec{
			Image:  spec.Image{Repository: "registry.example/acme/shop", Tag: "1.4.2"},
			Django: spec.Django{Settings: "shop.settings", Hosts: []spec.Host{"shop.example.com"}},
		},
	}
	dev, err := shop.Effective("dev")
	if err != nil {
		fmt.Println(err)
		return
	}
	components := append(generate.Components(), mailpit)
	st, err := generate.Resolve(dev, components...)
	if err != nil {
		fmt.Println(err)
		return
	}
	objects, err := st.Objects()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range objects {
		fmt.Println(o.GetObjectKind().GroupVersionKind().Kind, o.GetName())
	}
	// Output:
	// Namespace shop-dev
	// ServiceAccount shop-mailpit
	// ServiceAccount shop-web
	// ConfigMap shop-env-t99ct94m5m
	// ConfigMap shop-server-kf6fg2m6cg
	// Service shop-mailpit
	// Service shop-web
	// NetworkPolicy shop-allow-dns
	// NetworkPolicy shop-default-deny
	// NetworkPolicy shop-mailpit
	// NetworkPolicy shop-web
	// Deployment shop-mailpit
	// Deployment shop-web
}

// A stack from a file, and its objects in one environment.
func ExampleResolve_file() {
	doc, err := spec.Load(strings.NewReader(`apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.4.2"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
  network: {policies: false}
`), "stack.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	prod, err := doc.Stack.Effective("prod")
	if err != nil {
		fmt.Println(err)
		return
	}
	st, err := generate.Resolve(prod)
	if err != nil {
		fmt.Println(err)
		return
	}
	objects, err := st.Objects()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range objects {
		fmt.Println(o.GetObjectKind().GroupVersionKind().Kind, o.GetNamespace()+"/"+o.GetName())
	}
	// Output:
	// Namespace /shop-prod
	// ServiceAccount shop-prod/shop-web
	// ConfigMap shop-prod/shop-env-hk5f7fc2kg
	// ConfigMap shop-prod/shop-server-kf6fg2m6cg
	// Service shop-prod/shop-web
	// Deployment shop-prod/shop-web
	// PodDisruptionBudget shop-prod/shop-web
}
