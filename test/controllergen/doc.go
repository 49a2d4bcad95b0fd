// Package controllergen runs controller-gen on types that embed those of package spec, as
// whoever writes a controller does. It is a module of its own because of what that needs.
package controllergen
