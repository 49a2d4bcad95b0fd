// Package celery has the components of Celery: workers, beat and Flower.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package celery
