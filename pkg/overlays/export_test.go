package overlays

// CompileEnvironments lets tests outside the package feed environments.
var CompileEnvironments = compile

// Environment is one of those.
type Environment = environment

// Step lets tests stop a write before any of its operations.
func Step(f func(operation, path string) error) Option { return func(o *options) { o.step = f } }
