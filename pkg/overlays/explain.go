package overlays

import "github.com/djangostack/djangostack/pkg/spec"

// Schema returns the JSON Schema of the stacks that the compiler takes. See [spec.Schema].
func (c Compiler) Schema() ([]byte, error) { return spec.Schema() }

// Explain returns what a field of these stacks means. See [spec.Explain].
func (c Compiler) Explain(path string) (string, error) { return spec.Explain(path) }
