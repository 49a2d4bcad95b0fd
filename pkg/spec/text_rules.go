package spec

import "github.com/djangostack/djangostack/internal/plainscalar"

// What overlays.Compile would refuse since kustomize cannot build it is said
// here, where it has a place in the file; the name of a variable is refused
// wherever it stands, since most end up in a ConfigMap.

// textKey checks the key of an annotation or label, or one in a ConfigMap or a
// Secret.
func (r *report) textKey(path, key string) {
	if what := readAs(key); what != "" {
		r.invalid(path, "kustomize reads the key %q as %s and cannot build it; choose another name", key, what)
	}
}

// textValue checks a value of an annotation or a ConfigMap.
func (r *report) textValue(path, value string) {
	if !plainscalar.RoundTrips(value) {
		r.invalid(path, "kustomize cannot build several lines that begin in a tab; begin them in spaces")
	}
}

// readAs is what YAML takes a text without quotes for, "" where that is a text.
func readAs(text string) string {
	switch plainscalar.Kind(text) {
	case "str":
		return ""
	case "bool":
		return "true or false"
	case "int", "float":
		return "a number"
	case "timestamp":
		return "a date"
	default:
		return "nothing"
	}
}
