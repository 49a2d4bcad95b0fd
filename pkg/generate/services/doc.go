// Package services has the containers of other images than the project's. It is written with
// what package stack gives any component, and knows nothing of Django.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package services
