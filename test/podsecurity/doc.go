// Package podsecurity compares what a policy takes for lowered security with the checks of
// Kubernetes' own Pod Security admission. It is a module of its own because that is a part of the
// API server.
package podsecurity
