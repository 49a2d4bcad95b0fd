// Package data has the components of databases, caches and brokers, in the stack and outside.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package data
