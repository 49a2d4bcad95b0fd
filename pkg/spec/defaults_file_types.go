package spec

// The kinds of files beside those of stacks.
const (
	// DefaultsKind is the kind of a file that stacks extend.
	DefaultsKind = "DjangoStackDefaults"
	// PolicyKind is the kind of a file by which a platform says what it allows stacks; package
	// policy reads it.
	PolicyKind = "DjangoStackPolicy"
)

// DjangoStackDefaults is what several stacks have in common: a file that a stack names under
// spec.extends. It is no stack itself, and nothing in it is required.
type DjangoStackDefaults struct {
	// APIVersion is djangostack.dev/v1alpha1.
	APIVersion string `json:"apiVersion"`
	// Kind is DjangoStackDefaults.
	Kind string `json:"kind"`
	// Metadata is for tools that read all files of a folder, such as kpt. No stack gets
	// anything of it.
	Metadata DefaultsMetadata `json:"metadata,omitzero"`
	// Spec is any part of a stack's spec, with environments, too. What it says under
	// environments.NAME goes before what it says itself, and behind whatever a file says
	// that extends this one.
	Spec StackSpec `json:"spec"`
}

// DefaultsMetadata names a file that stacks extend.
type DefaultsMetadata struct {
	// Name is for the reader. Default: none.
	Name string `json:"name,omitempty"`
	// Annotations are those by which a tool knows what to do with the file, such as
	// config.kubernetes.io/local-config. Default: none.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// DefaultsFile is the path of a [DjangoStackDefaults], relative to the folder of the file that
// names it, with slashes.
type DefaultsFile string
