// Package e2e runs compiled stacks on a real cluster and says what holds of
// them. Everything it needs to know of the cluster is in the environment; see
// README.md. It is a module and a suite of its own: it builds images, takes
// minutes and changes the cluster it is pointed at.
package e2e
