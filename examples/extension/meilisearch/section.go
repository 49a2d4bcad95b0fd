package meilisearch

import (
	"cmp"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Meilisearch is a search engine of one pod, with a volume for its indexes. The Django
// processes get MEILISEARCH_URL and MEILISEARCH_KEY.
type Meilisearch struct {
	// Image of the server. It does not start on the data of another version. Default:
	// docker.io/getmeili/meilisearch:v1.22.
	Image spec.ImageRef `json:"image,omitempty"`
	// MasterKey is the key that all other keys are made with, of 16 bytes at least. Default:
	// key MEILI_MASTER_KEY of the stack's Secret.
	MasterKey spec.SecretKey `json:"masterKey,omitzero"`
	// Storage of the indexes. Default: size 5Gi.
	Storage spec.Storage `json:"storage,omitzero"`
	// Metrics has Prometheus read the server's metrics. Absent: nobody reads them.
	Metrics *Metrics `json:"metrics,omitempty"`
	// Resources of the server, which takes two thirds of the memory limit to index. Default:
	// requests of 250m and 1Gi, a memory limit of 1Gi.
	spec.PodOptions `json:",inline"`
}

// Metrics says who reads the metrics and how often.
type Metrics struct {
	// Namespace of Prometheus, whose pods may then connect; required.
	Namespace string `json:"namespace,omitempty"`
	// Interval between two reads. Default: 30s.
	Interval *spec.Duration `json:"interval,omitempty"`
}

// SetDefaults fills in what is unset.
func (m *Meilisearch) SetDefaults(e *spec.Effective) {
	m.Image = cmp.Or(m.Image, "docker.io/getmeili/meilisearch:v1.22")
	m.MasterKey.Secret = cmp.Or(m.MasterKey.Secret, e.Spec.Secrets.Name)
	m.MasterKey.Key = cmp.Or(m.MasterKey.Key, "MEILI_MASTER_KEY")
	m.Storage.Size = cmp.Or(m.Storage.Size, quantity("5Gi"))
	m.Resources.Requests.CPU = cmp.Or(m.Resources.Requests.CPU, quantity("250m"))
	m.Resources.Limits.Memory = cmp.Or(m.Resources.Limits.Memory, quantity("1Gi"))
	m.Resources.Requests.Memory = cmp.Or(m.Resources.Requests.Memory, m.Resources.Limits.Memory)
	if m.Metrics != nil {
		m.Metrics.Interval = cmp.Or(m.Metrics.Interval, &spec.Duration{Duration: 30 * time.Second})
	}
}

func quantity(text string) *resource.Quantity { return new(resource.MustParse(text)) }

// Validate checks what the types do not.
func (m *Meilisearch) Validate(path *field.Path, _ *spec.Effective) (errs, warnings field.ErrorList) {
	size := path.Child("storage", "size")
	switch {
	case m.Storage.Size == nil:
		errs = append(errs, field.Required(size, "missing; write how much the indexes take, such as 5Gi"))
	case m.Storage.Size.Cmp(*quantity("1Gi")) < 0:
		errs = append(errs, field.Invalid(size, m.Storage.Size, "must be at least 1Gi; indexes outgrow their documents"))
	}
	if m.Metrics != nil {
		errs = append(errs, m.Metrics.validate(path.Child("metrics"))...)
	}
	if m.Resources.Limits.Memory == nil {
		warnings = append(warnings, field.Invalid(path.Child("resources", "limits", "memory"), nil,
			"without a limit the server may take two thirds of the node's memory; write one"))
	}
	return errs, warnings
}

func (m *Metrics) validate(path *field.Path) (errs field.ErrorList) {
	if m.Namespace == "" {
		errs = append(errs, field.Required(path.Child("namespace"), "missing; write the namespace of Prometheus"))
	}
	if m.Interval != nil && m.Interval.Duration < time.Second {
		errs = append(errs, field.Invalid(path.Child("interval"), m.Interval, "must be at least 1s; write one such as 30s"))
	}
	return errs
}
