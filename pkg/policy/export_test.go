package policy

// Matches is for tests of patterns alone.
func Matches(p Pattern, name string) bool { return p.matches(name) }
