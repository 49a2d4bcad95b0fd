package spec

// Cron is a management command on a schedule.
type Cron struct {
	// Schedule in cron's five fields: "0 3 * * *"; required.
	Schedule CronSchedule `json:"schedule,omitempty"`
	// TimeZone is an IANA name, Europe/Berlin. Default: Etc/UTC.
	TimeZone string `json:"timeZone,omitempty"`
	// Command to run, the program first. One of command and manage is required.
	Command []string `json:"command,omitempty"`
	// Manage is a management command, appended to django.manage:
	// [clearsessions].
	Manage []string `json:"manage,omitempty"`
	// Timeout ends a run, its wait for migrations included. Default: 1h.
	Timeout *Duration `json:"timeout,omitempty"`
	// Concurrency says what happens when a run is due and the last one is still
	// going. Default: Forbid.
	Concurrency ConcurrencyPolicy `json:"concurrency,omitempty"`
	// Suspend stops the schedule. Default: false.
	Suspend *bool `json:"suspend,omitempty"`
	// Args are further arguments of command or manage.
	//
	// GracePeriod is how long a run may take to stop. Default: 30s.
	//
	// Resources of a run. Default: requests of 100m and 256Mi, limits of 1 and 512Mi.
	//
	// Scheduling of a run's pod.
	DjangoPodOptions `json:",inline"`
}

// ConcurrencyPolicy is Kubernetes' concurrencyPolicy of a CronJob.
type ConcurrencyPolicy string

// The concurrency policies.
const (
	AllowConcurrent   ConcurrencyPolicy = "Allow"
	ForbidConcurrent  ConcurrencyPolicy = "Forbid"
	ReplaceConcurrent ConcurrencyPolicy = "Replace"
)

// Enum lists the policies.
func (ConcurrencyPolicy) Enum() []string { return []string{"Allow", "Forbid", "Replace"} }
