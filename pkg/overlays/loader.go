package overlays

import "github.com/djangostack/djangostack/pkg/spec"

// Loader returns what reads stacks with the extensions of the compiler's components. It
// fails where two have one name, or a type that no file can hold.
func (c Compiler) Loader() (spec.Loader, error) {
	var extensions []spec.ExtensionType
	for _, component := range c.Components {
		if component.Extension != nil {
			extensions = append(extensions, *component.Extension)
		}
	}
	return spec.NewLoader(extensions...)
}

// Schema returns the JSON Schema of the stacks that the compiler takes. See [spec.Schema].
func (c Compiler) Schema() ([]byte, error) {
	loader, err := c.Loader()
	if err != nil {
		return nil, err
	}
	return loader.Schema()
}

// DefaultsSchema returns the JSON Schema of the files that these stacks extend. See
// [spec.DjangoStackDefaults].
func (c Compiler) DefaultsSchema() ([]byte, error) {
	loader, err := c.Loader()
	if err != nil {
		return nil, err
	}
	return loader.DefaultsSchema()
}

// Explain returns what a field of these stacks means. See [spec.Explain].
func (c Compiler) Explain(path string) (string, error) {
	loader, err := c.Loader()
	if err != nil {
		return "", err
	}
	return loader.Explain(path)
}
