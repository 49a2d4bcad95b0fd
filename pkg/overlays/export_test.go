package overlays

// Compile lets tests outside the package feed environments.
var Compile = compile

// Step lets tests stop a write before any of its operations.
func Step(f func(operation, path string) error) Option { return func(o *options) { o.step = f } }
