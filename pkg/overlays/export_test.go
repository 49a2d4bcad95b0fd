package overlays

// Compile lets tests outside the package feed environments.
var Compile = compile
