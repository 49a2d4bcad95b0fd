package worktest

// Rounds is how often a test repeats what it does with other random input, of n times in
// a plain run. Under the race detector, which makes everything several times slower, it
// does so less often: a race shows itself in the first few rounds, and what is wrong with
// an input is found by the plain run.
func Rounds(n int) int {
	return (n + share - 1) / share
}

// Sample are the cases of a table that a test goes through: all of them, and under the
// race detector as many as [Rounds] says, from the whole table.
func Sample[T any](all []T) []T {
	some := make([]T, Rounds(len(all)))
	for i := range some {
		some[i] = all[i*share]
	}
	return some
}
