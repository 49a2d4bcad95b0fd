// Package meilisearch runs the search engine Meilisearch (github.com/meilisearch/meilisearch)
// in a stack that has a section extensions.meilisearch.
package meilisearch

import (
	"embed"
	"strconv"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Component is the search engine.
var Component = stack.Component{
	Name:      name,
	Extension: &section,
	Publish:   publish,
	Objects:   objects,
}

const (
	name     = "meilisearch"
	port     = 7700
	portName = "http"
)

//go:embed section.go
var docs embed.FS

var section = spec.NewExtensionType[Meilisearch](name, docs)

// publish says what runs and what its clients are told. Network policies, the ServiceAccount
// and the project's environment follow from it.
func publish(st *stack.Stack) error {
	m, ok := stack.ExtensionOf[Meilisearch](st, name)
	if !ok {
		return nil
	}
	server := stack.Workload{
		Component: name,
		Image:     m.Image,
		Ports:     map[string]int32{portName: port},
		Replicas:  1,
		Options:   &m.PodOptions,
	}
	if m.Metrics != nil {
		server.Ingress = []stack.NetworkRule{{Port: port, Namespace: m.Metrics.Namespace}}
	}
	st.Publish(server)
	st.Bind(stack.Binding{
		Kind:      "search",
		Component: name,
		Port:      port,
		Variables: []stack.Variable{
			{Key: "url", Name: "MEILISEARCH_URL", Value: "http://" + st.ObjectName(name) + ":" + strconv.Itoa(port)},
			{Key: "key", Name: "MEILISEARCH_KEY", Secret: &m.MasterKey},
		},
	})
	return nil
}
