package spec

// Probes are the three health checks of a container, each with a meaning of
// its own. Null leaves one out, or all of them.
type Probes struct {
	// Startup holds the other two back until the process has booted.
	Startup *Probe `json:"startup,omitempty"`
	// Readiness takes the pod out of the Service while it fails; it may depend
	// on the database.
	Readiness *Probe `json:"readiness,omitempty"`
	// Liveness restarts the container when it fails; it must not depend on
	// anything outside the container.
	Liveness *Probe `json:"liveness,omitempty"`
}

// Probe is one health check. Unset numbers take the component's default.
type Probe struct {
	// None says that there is no such check. In a file this is null.
	None bool `json:"-"`
	// Path is asked over HTTP with the stack's first host as Host header and
	// X-Forwarded-Proto as the site is reached; any answer from 200 to 399
	// passes. Absent: the component's own check.
	Path string `json:"path,omitempty"`
	// Scheme is HTTP or HTTPS, for a container that ends TLS itself; its certificate is
	// not checked. Default: HTTP.
	Scheme ProbeScheme `json:"scheme,omitempty"`
	// Headers of the request, in addition to these two or in their place, such as Host.
	Headers map[string]string `json:"headers,omitempty"`
	// Command is run in the container instead; exit 0 passes.
	Command []string `json:"command,omitempty"`
	// InitialDelaySeconds is the wait before the first check.
	InitialDelaySeconds *int32 `json:"initialDelaySeconds,omitempty"`
	// PeriodSeconds is the time between checks.
	PeriodSeconds int32 `json:"periodSeconds,omitempty"`
	// TimeoutSeconds is how long one check may take.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty"`
	// FailureThreshold is how many checks in a row must fail.
	FailureThreshold int32 `json:"failureThreshold,omitempty"`
}

// ProbeScheme is the scheme of a probe over HTTP.
type ProbeScheme string

// The schemes of probes.
const (
	SchemeHTTP  ProbeScheme = "HTTP"
	SchemeHTTPS ProbeScheme = "HTTPS"
)

// Enum lists the schemes.
func (ProbeScheme) Enum() []string { return []string{"HTTP", "HTTPS"} }
