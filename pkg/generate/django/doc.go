// Package django has what every process of the Django project shares, its environment, its
// container and what its pods wait for, and the components of its further processes and of its
// cron jobs.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package django
