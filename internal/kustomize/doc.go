// Package kustomize is an exact model of the kustomize fields that this project
// writes: what a kustomization.yaml with them looks like, which objects it builds,
// and which entries make one object of another. It works on values in memory.
//
// Each field has a file: the entry as it is written, what it does to an object, and
// the entries that express a difference. The model is exact for what it writes itself
// and refuses everything else; tests compare it with kustomize.
package kustomize
