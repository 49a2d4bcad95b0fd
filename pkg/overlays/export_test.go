package overlays

// CompileEnvironments lets tests outside the package feed environments.
var CompileEnvironments = compile
