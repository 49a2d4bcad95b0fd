package spec

// Image is a container image in its parts, so that an environment can replace
// just the tag.
type Image struct {
	// Repository is the image's name without tag: registry.example/acme/shop.
	Repository ImageRepository `json:"repository"`
	// Tag is the version. "latest" is refused: nobody could tell what runs.
	Tag string `json:"tag,omitempty"`
	// Digest pins the content, sha256:…; it wins over the tag.
	Digest string `json:"digest,omitempty"`
	// PullPolicy is Kubernetes' imagePullPolicy; null leaves it to the cluster.
	// Default: IfNotPresent.
	PullPolicy PullPolicy `json:"pullPolicy,omitempty"`
	// PullSecrets are names of docker-registry Secrets.
	PullSecrets []string `json:"pullSecrets,omitempty"`
}

// PullPolicy is Kubernetes' imagePullPolicy.
type PullPolicy string

// The pull policies.
const (
	PullAlways       PullPolicy = "Always"
	PullIfNotPresent PullPolicy = "IfNotPresent"
	PullNever        PullPolicy = "Never"
)

// Enum lists the pull policies.
func (PullPolicy) Enum() []string { return []string{"Always", "IfNotPresent", "Never"} }
