package spec

// Secrets says where the stack's default Secret, which holds every value that
// has no reference of its own, comes from. Values never stand in a spec.
type Secrets struct {
	// Name of the default Secret. Default: STACK-secrets.
	Name string `json:"name,omitempty"`
	// EnvFile is a git-ignored file of KEY=VALUE lines in the overlay's folder
	// from which kustomize makes the default Secret; an example beside it lists
	// the keys. For development. Absent: the Secret must exist in the cluster.
	EnvFile string `json:"envFile,omitempty"`
}

// SecretKey points at one key of a Secret in the stack's namespace.
type SecretKey struct {
	// Secret is the Secret's name. Default: the stack's own, spec.secrets.name.
	Secret string `json:"secret,omitempty"`
	// Key is the key in it. Default: the variable's name, and for a file the file's.
	Key string `json:"key,omitempty"`
}
