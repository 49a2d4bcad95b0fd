package generate

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Object is a typed Kubernetes object: a struct of k8s.io/api, or a small
// typed struct of this module for an operator's custom resource.
type Object interface {
	metav1.Object
	runtime.Object
}
