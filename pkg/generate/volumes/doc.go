// Package volumes has the component of the volumes that several components share.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package volumes
