// Package api has a custom resource of a program that embeds djangostack's types into its own.
// Its deep copies are generated: go test . -update, in the folder above.
//
// +kubebuilder:object:generate=true
// +groupName=platform.example.com
// +versionName=v1
package api

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Site is a stack with what a platform adds to it.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
type Site struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   SiteSpec   `json:"spec"`
	Status SiteStatus `json:"status,omitempty"`
}

// SiteSpec is the spec of a stack with a field more.
type SiteSpec struct {
	spec.StackSpec `json:",inline"`

	// Team that the site belongs to.
	Team string `json:"team"`
}

// SiteStatus has types of stacks by pointer, in lists and in maps.
type SiteStatus struct {
	// Applied is the stack that the objects in the cluster were made of.
	Applied *spec.DjangoStack `json:"applied,omitempty"`
	// Workers are those that run.
	Workers map[string]spec.Worker `json:"workers,omitempty"`
	// Probes failed.
	Probes []spec.Probes `json:"probes,omitempty"`
	// Took is how long it took.
	Took *spec.Duration `json:"took,omitempty"`
	// Variables are the names in use.
	Variables spec.EnvNames `json:"variables,omitempty"`
	// Hosts are variables, too.
	Hosts spec.Names `json:"hosts,omitempty"`
	// Sections of components.
	Sections []spec.Extension `json:"sections,omitempty"`
}
