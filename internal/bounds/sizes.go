package bounds

const (
	// ConfigMap is how many bytes the values of a ConfigMap may have, all together
	// (kubernetes.io, "ConfigMaps": 1 MiB; pkg/apis/core/validation: ValidateConfigMap).
	ConfigMap = 1 << 20
	// Secret is that of a Secret (kubernetes.io, "Secrets").
	Secret = 1 << 20
	// Annotations is how many bytes the annotations of an object may have, keys and
	// values of all together (apimachinery/pkg/api/validation:
	// TotalAnnotationSizeLimitB). kubectl apply, unless --server-side, keeps a copy of
	// the object in one of them, kubectl.kubernetes.io/last-applied-configuration.
	Annotations = 256 << 10
	// Word is how many bytes Linux passes to a program in one argument, or in one
	// variable with its name, their end included (execve(2): MAX_ARG_STRLEN).
	Word = 128 << 10
)

// Size is how many bytes the keys and values of annotations have.
func Size(annotations map[string]string) int {
	size := 0
	for key, value := range annotations {
		size += len(key) + len(value)
	}
	return size
}
