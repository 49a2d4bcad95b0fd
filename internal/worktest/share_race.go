//go:build race

package worktest

// share says that a fifth of everything is done. It is odd, so that a sample of a table
// meets all of two or four things that take turns.
const share = 5
