// Package release has the components of the Jobs of a release: migrations, the first account
// and the upload of static files.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package release
