// Package overlays turns compiled environments into a kustomize base and one
// overlay per environment, proves that each overlay builds to exactly the
// objects it was computed from, and writes the tree without touching files it
// does not own.
//
// Data flows one way: compile finds what the environments share, expresses
// every difference in the most readable form kustomize has (namespace, labels,
// images, replicas, generators, then strategic-merge patches), and prove
// applies those very fields to the base with a model of kustomize. The model is
// exact for the tree this package writes and refuses everything else. Package
// kustomizeverify builds the same bytes with kustomize itself.
package overlays
