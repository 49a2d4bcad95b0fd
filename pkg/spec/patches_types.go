package spec

// Patch changes objects of the stack when they are made, before their namespace and the hashes
// in their names are set: for what no field says (docs/patches.md). Patches are applied in the
// order of their names. What tells objects and pods apart stays: apiVersion, kind, name, namespace,
// selectors, the labels of pods that selectors read, and the names of ConfigMaps that end in a
// hash.
type Patch struct {
	// Target says which objects are changed: all that have the component, the kind and the name,
	// as far as these are given. At least one of them is required.
	Target PatchTarget `json:"target,omitzero"`

	// +kubebuilder:validation:Schemaless
	// +kubebuilder:pruning:PreserveUnknownFields

	// Patch is what changes: a map is a strategic merge patch, as of kubectl patch, of the object
	// (null removes a field, containers and volumes merge by name, "$patch: delete" removes one), and a
	// JSON merge patch of kinds that djangostack does not know; a list is a JSON patch (RFC 6902). An
	// environment replaces it as a whole. Required.
	Patch PatchBody `json:"patch,omitzero"`
}

// PatchTarget says which objects a patch changes.
type PatchTarget struct {
	// Component is the label app.kubernetes.io/component of the objects: web, worker-NAME.
	// Default: any.
	Component string `json:"component,omitempty"`
	// Kind of the objects: Deployment, Service. Default: any.
	Kind string `json:"kind,omitempty"`
	// Name of the object, of a ConfigMap or Job without the hash at its end: shop-web.
	// Default: any.
	Name string `json:"name,omitempty"`
}

// PatchBody is a map or a list.
type PatchBody any
