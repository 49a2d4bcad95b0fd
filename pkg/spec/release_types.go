package spec

// Migrate runs the database migrations once per release, in a Job named by the hash of
// what it runs. Every Django pod waits until no migration is left to apply. If releases
// overlap, they migrate one after the other: the Job holds a lock of the default
// database while it runs (PostgreSQL, MySQL and MariaDB; other databases have no lock).
// The Job of a release that is no longer wanted does nothing.
//
// A waiting pod takes up the resources it requests. If nodes or quotas are nearly full,
// the Job has to get its place before the new pods do: kubectl applies it first. Flux
// and Argo CD have an order of their own; there a scheduling.priorityClass lets the Job
// take the place of a new pod on a node.
type Migrate struct {
	// Enabled runs the migrations. Default: true if there is a database.
	Enabled *bool `json:"enabled,omitempty"`
	// Command that migrates the databases. Pods wait for the default one, so that one
	// comes last (docs/data.md). Default: django.manage migrate --noinput, which
	// migrates the default database alone.
	Command []string `json:"command,omitempty"`
	// Wait says how the Job waits for the database before it migrates.
	Wait MigrateWait `json:"wait,omitzero"`
	// Check says how pods wait for the migrations before they start.
	Check MigrateCheck `json:"check,omitzero"`
	// Lock says that advisory locks of the default database are used: for one migration
	// and one upload of static files at a time, and for one beat and one of each singleton
	// while an update replaces them. Set it to false if the database refuses such locks
	// (Percona XtraDB Cluster in strict mode) or Django's backend has none (CockroachDB);
	// an update then stops the old beat and the old singletons first. Default: true.
	Lock *bool `json:"lock,omitempty"`
	// Timeout is how long the Job waits for the database, and pods for the Job,
	// before they start over. A migration itself takes the time it takes. Default:
	// 15m.
	Timeout *Duration `json:"timeout,omitempty"`
	// Env are further environment variables in plain text, of all steps of the Job and of
	// the release's other Jobs. They win over django.env and over the stack's own of the
	// same name. A change makes a new Job, which migrates again.
	//
	// SecretEnv are further environment variables from Secrets, by name, of the same.
	//
	// EnvFrom imports whole Secrets and ConfigMaps, of the same, beside those of
	// django.envFrom.
	//
	// Args are further arguments of command, such as [--fake-initial].
	//
	// Settings is the settings module of the migrations and of the release's other Jobs.
	// Pods wait for the migrations that their own settings know. Default: django.settings.
	//
	// Labels of its pod and of those of the release's other Jobs, beside those of metadata
	// and the stack's own. A change makes a new Job.
	//
	// Annotations of the same pods, beside those of metadata and those that ask autoscalers
	// of nodes to leave them alone, which they win over. A change makes a new Job.
	//
	// WorkloadLabels are labels of the Jobs.
	//
	// WorkloadAnnotations are annotations of the Jobs.
	//
	// GracePeriod is how long a pod of the release's Jobs may take to stop before it is
	// killed. Default: 30s.
	//
	// Resources of the Job's steps and of the release's other Jobs. During a migration
	// a second Django process holds the lock. Default: requests of 100m and 256Mi,
	// limits of 1 and 512Mi.
	//
	// TmpSize is how much may be written to /tmp before the pod is evicted, also in the
	// release's other Jobs. Default: 1Gi.
	//
	// Scheduling of its pod, and of the release's other Jobs.
	DjangoPodOptions `json:",inline"`
}

// MigrateWait says how to wait for the database.
type MigrateWait struct {
	// Command that succeeds once the database can be migrated; it is repeated until it
	// does. Default: Django tries to connect to each of databases.
	Command []string `json:"command,omitempty"`
	// Resources of the wait. Default: requests of 50m and 128Mi, as those of beat,
	// which are the smallest of all Django processes; limits of 1 and 512Mi, enough for
	// the project to load.
	Resources Resources `json:"resources,omitzero"`
}

// MigrateCheck says how to wait for the migrations.
type MigrateCheck struct {
	// Enabled says that pods wait. Set it without migrate.enabled for a second stack on
	// the same database, if the first stack runs the migrations. Default:
	// migrate.enabled.
	Enabled *bool `json:"enabled,omitempty"`
	// Command that succeeds once no migration is left to apply; it is repeated until it
	// does. Default: what migrate --check does, but without loading Django each time.
	Command []string `json:"command,omitempty"`
	// Resources of the wait in each pod. Default: requests of 50m and 128Mi, limits of
	// 1 and 512Mi, as migrate.wait has them.
	Resources Resources `json:"resources,omitzero"`
}

// Superuser creates an admin account once, after the migration and in the same Job; it
// never changes an existing one.
type Superuser struct {
	// Username of the account. Default: admin.
	Username string `json:"username,omitempty"`
	// Email of the account. Default: USERNAME@FIRST-HOST, or @example.com where the host
	// is an address or has no dot, which createsuperuser refuses.
	Email string `json:"email,omitempty"`
	// Password of the account. Default: key SUPERUSER_PASSWORD of the stack's Secret.
	Password SecretKey `json:"password,omitzero"`
}
