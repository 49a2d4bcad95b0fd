// Package edge has the component through which the site is reached from outside the cluster: the
// Ingress or the Service of type LoadBalancer.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package edge
