// Package generate turns a resolved Django stack into typed Kubernetes objects.
package generate
