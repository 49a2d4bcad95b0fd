package spec_test

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Meilisearch is the section of a search engine, spec.extensions.meilisearch.
type Meilisearch struct {
	// Replicas of the engine. Default: 1.
	Replicas int32 `json:"replicas,omitempty"`
	// Key of the engine.
	Key *spec.SecretKey `json:"key,omitempty"`
}

// SetDefaults fills in what is unset.
func (m *Meilisearch) SetDefaults(*spec.Effective) {
	if m.Replicas == 0 {
		m.Replicas = 1
	}
}

// Validate checks what the types do not.
func (m *Meilisearch) Validate(path *field.Path, _ *spec.Effective) (errs, warnings field.ErrorList) {
	if m.Replicas > 1 {
		errs = append(errs, field.Forbidden(path.Child("replicas"), "must be 1; Meilisearch has no replication"))
	}
	return errs, warnings
}

// A program that brings a component reads its section with a loader that knows its type.
func ExampleNewLoader() {
	loader, err := spec.NewLoader(spec.NewExtensionType[Meilisearch]("meilisearch", nil))
	if err != nil {
		panic(err)
	}
	doc, err := loader.Load(strings.NewReader(`apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.4.2"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
  databases: {default: {}}
  extensions:
    meilisearch: {key: {secret: search, key: master}}
  environments:
    dev: {}
    prod: {extensions: {meilisearch: {replicas: 3}}}
`), "shop.yaml")
	if err != nil {
		panic(err)
	}
	environments, errs, _ := doc.Resolve()
	for _, e := range environments {
		search, _ := spec.ExtensionOf[Meilisearch](e, "meilisearch")
		fmt.Println(e.Environment, search.Replicas, search.Key.Secret)
	}
	fmt.Println(errs)
	// Output:
	// dev 1 search
	// prod 3 search
	// shop.yaml:12:49: spec.environments.prod.extensions.meilisearch.replicas: must be 1; Meilisearch has no replication
}
