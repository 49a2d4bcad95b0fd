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
	// Uses are what the pods of this manifest connect to: databases, caches, broker or
	// processes. Absent: nothing in the stack.
	Uses []ManifestUse `json:"uses,omitempty"`
}

// Template is the text of a Go template.
type Template string

// ManifestUse is what the pods of a manifest connect to.
type ManifestUse string

// What they may connect to.
const (
	UseDatabases ManifestUse = "databases"
	UseCaches    ManifestUse = "caches"
	UseBroker    ManifestUse = "broker"
	UseProcesses ManifestUse = "processes"
)

// Enum lists them.
func (ManifestUse) Enum() []string { return []string{"databases", "caches", "broker", "processes"} }
