package spec

// The markers are for whoever embeds the types into a CRD of their own.
//
// +kubebuilder:validation:Type=object
// +kubebuilder:validation:Schemaless
// +kubebuilder:pruning:PreserveUnknownFields

// Extension is the section of a component that a program brings which uses djangostack as a
// library. The program's [ExtensionType] says what may stand in it. If it embeds [PodOptions],
// they have the same rules and defaults as those of the stack's own sections.
type Extension struct {
	// Data is the section as it was written, in the types of encoding/json.
	Data map[string]any `json:"-"`
	// Value is a pointer to the value that a [Loader] has made of Data for one environment,
	// nil before; see [ExtensionOf].
	Value any `json:"-"`
}
