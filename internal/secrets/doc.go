// Package secrets tells secrets from other text, by their names and by their form. It alone
// decides what a stack must not contain in plain text, and what a message must not show.
package secrets
