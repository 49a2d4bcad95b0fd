package spec

// Job is a command that runs once a release, as a step of the Job that migrates: with the
// image and the variables of the migration, and under its lock. If a step fails, the whole Job
// is tried again, up to twice, so a command has to be one that can be repeated. A change of
// any step makes a new Job.
type Job struct {
	// Command to run, the program first. One of command and manage is required.
	Command []string `json:"command,omitempty"`
	// Manage is a management command, appended to django.manage: [loaddata, countries].
	Manage []string `json:"manage,omitempty"`
	// Before is what the command runs before: migrate. The steps of one place run in the
	// order of their names.
	Before JobPlace `json:"before,omitempty"`
	// After is what the command runs after: migrate, and the first account if there is one.
	// Pods wait for the migrations and not for what comes after these, so they may start
	// before the command has run. Default, without before: migrate.
	After JobPlace `json:"after,omitempty"`
	// Resources of the step. Default: migrate.resources, which are requests of 100m and
	// 256Mi, limits of 1 and 512Mi.
	Resources Resources `json:"resources,omitzero"`
}

// JobPlace is a part of a release that jobs come before or after.
type JobPlace string

// The parts of a release.
const (
	JobMigrate JobPlace = "migrate"
	JobRollout JobPlace = "rollout"
)

// Enum lists the parts.
func (JobPlace) Enum() []string { return []string{"migrate", "rollout"} }
