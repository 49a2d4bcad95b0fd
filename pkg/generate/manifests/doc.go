// Package manifests has the component of spec.manifests: objects that a user's templates render.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package manifests
