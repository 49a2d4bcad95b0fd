package spec

// Manifest is a Go template of further Kubernetes objects, with the functions of Helm
// (docs/manifests.md). It renders whole objects, as YAML documents. Their names stay as they
// are written; the namespace and the labels of the stack are added. Objects of kinds that
// djangostack knows are checked field by field.
type Manifest struct {
	// Template is the text itself. One of template and file is required.
	Template Template `json:"template,omitempty"`
	// File is the path of a file with the text, relative to the folder of the file that names
	// it and within the same repository.
	File string `json:"file,omitempty"`
	// Ports that the pods of this manifest listen on, by name: the stack's other processes,
	// and what network.ingress names, may connect to them. The pods must have the labels of
	// .Component.PodLabels; the component is called manifest-NAME. Absent: none.
	Ports map[string]Port `json:"ports,omitempty"`
	// Uses are what the pods of this manifest connect to: databases, caches, broker or processes
	// for all of these, and other components by their names, as uses of a component has them:
	// web, service-search. Absent: nothing in the stack.
	Uses []string `json:"uses,omitempty"`
}

// Template is the text of a Go template.
type Template string

// What the uses of a manifest say of all components of a kind.
const (
	UseDatabases = "databases"
	UseCaches    = "caches"
	UseBroker    = "broker"
	UseProcesses = "processes"
)

// usesKind reports whether one of the uses of a manifest is for all components of a kind.
func usesKind(use string) bool {
	return use == UseDatabases || use == UseCaches || use == UseBroker || use == UseProcesses
}
