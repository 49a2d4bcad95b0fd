package spec

import "k8s.io/apimachinery/pkg/api/resource"

// Django is what all Django processes of the stack share. Commands, here and elsewhere
// in the spec, reach the process as they are written: Kubernetes does not replace
// $(NAME) in them. To use a variable run a shell: [sh, -c, 'exec serve --port
// "$PORT"'].
type Django struct {
	// Settings is the settings module, shop.settings. Default: what the image's
	// manage.py sets.
	Settings string `json:"settings,omitempty"`
	// Version of Django in the image, such as 5.2 or 6.1. It is only used to check the
	// versions of the databases. Absent: there is a warning about a version that no
	// supported Django accepts.
	Version string `json:"version,omitempty"`
	// Hosts are the site's public names. They become ALLOWED_HOSTS,
	// CSRF_TRUSTED_ORIGINS, the probes' Host header, and the Ingress' rules and
	// certificate. The first is the canonical one. A leading "*." or "." takes
	// in all names one level below.
	Hosts []Host `json:"hosts,omitempty"`
	// AnyHost serves the site under every host that leads to it, for tenants with
	// domains of their own: ALLOWED_HOSTS is *, and the Ingress gets a rule without a
	// host. The project then has to check hosts itself, since an address that is built
	// from the Host header, as in a mail to reset a password, is built from what a
	// stranger sent. Certificates of the tenants' domains are not part of the stack.
	// Probes and the certificate still use hosts. Default: false.
	AnyHost bool `json:"anyHost,omitempty"`
	// InternalHosts are names and addresses that clients within the cluster use, such
	// as shop-web.shop-prod.svc. They are put into ALLOWED_HOSTS, but neither into the
	// Ingress nor into the certificate. The word podAddress stands for each web pod's
	// own address (IPv4), which Prometheus uses to scrape it.
	InternalHosts []string `json:"internalHosts,omitempty"`
	// SecretKey is Django's SECRET_KEY. Default: key SECRET_KEY of the stack's
	// Secret.
	SecretKey SecretKey `json:"secretKey,omitzero"`
	// Entrypoint is put in front of the command of every container that runs the
	// stack's image: web server, workers, beat, Flower, processes, cron jobs,
	// migrations and what waits for them. Set it for an image whose entrypoint has to
	// run, [/app/entrypoint.sh]. For a virtual environment name its interpreter under
	// manage instead: uv run writes to the environment and to its cache, and the root
	// filesystem is read-only. If it has to be, [uv, run, --no-sync], with UV_CACHE_DIR
	// under /tmp. It must finish by replacing itself with the words behind it, as exec "$@"
	// does, so that they get the signals. Default: none; the entrypoint of the image
	// does not run.
	Entrypoint []string `json:"entrypoint,omitempty"`
	// Manage is the command to which management commands are appended. If it begins
	// with the path of an interpreter, /app/.venv/bin/python, Celery and the web server
	// also run with that interpreter. Default: [python, manage.py].
	Manage []string `json:"manage,omitempty"`
	// WorkingDir is where commands run. Default: the image's own.
	WorkingDir string `json:"workingDir,omitempty"`
	// Env are further environment variables in plain text, in a ConfigMap whose
	// change restarts the pods. They win over the stack's own of the same name. A
	// variable may have 128KiB with its name, which is what Linux passes on.
	Env map[string]string `json:"env,omitempty"`
	// SecretEnv are further environment variables from Secrets, by name.
	SecretEnv map[string]SecretKey `json:"secretEnv,omitempty"`
	// EnvFrom imports whole Secrets and ConfigMaps.
	EnvFrom EnvFrom `json:"envFrom,omitzero"`
	// Files are put into every Django container, by absolute path: settings
	// files, certificates, licences. All whose content stands here may have 1MiB
	// together, what a ConfigMap takes; for more than about 250KiB it takes
	// kubectl apply --server-side.
	Files map[string]ConfigFile `json:"files,omitempty"`
	// EnvNames are the names of the variables this section gives, where the
	// project has its own.
	EnvNames DjangoEnvNames `json:"envNames,omitzero"`
	// WritablePaths are directories of the image that the project writes to, each a
	// path or a map: /app/cache, {path: /app/locale, seed: true}. What is written there
	// is lost with the pod. Otherwise the root filesystem is read-only, except for
	// /tmp.
	WritablePaths []WritablePath `json:"writablePaths,omitempty"`
	// User is the uid of all Django containers. Null leaves it to the image, whose USER
	// must then be a number. Default: 1000.
	User UserID `json:"user,omitempty"`
	// Group is the gid, and the group of volumes and mounted files. Default: the same
	// number as user; if user is null, the image's own, and 1000 for volumes.
	Group UserID `json:"group,omitempty"`
	// SharedMemory is the size of /dev/shm in every Django container, for browsers,
	// NumPy and PyTorch. What is stored there counts as the container's memory.
	// Default: the container runtime's own, 64Mi.
	SharedMemory *resource.Quantity `json:"sharedMemory,omitempty"`
	// ServiceAccount is what the ServiceAccounts of the stack's own image have,
	// one for each component, beside their names.
	ServiceAccount ServiceAccount `json:"serviceAccount,omitzero"`
}

// WritablePath is a directory of the image that the project writes to. Each pod has a
// volume of its own for it. Without seed the volume is empty at first and hides what
// the image has there.
type WritablePath struct {
	// Path of the directory.
	Path string `json:"path"`
	// Size is how much may be written there before the pod is evicted. Default: 1Gi.
	Size *resource.Quantity `json:"size,omitempty"`
	// Seed copies what the image has at path into the volume before anything else in
	// the pod runs, so that the project finds it there and may change it. Default:
	// false.
	Seed *bool `json:"seed,omitempty"`
}

// Short makes a path alone the whole of it.
func (WritablePath) Short() string { return "path" }

// ServiceAccount describes the identity pods have in the cluster and its cloud.
type ServiceAccount struct {
	// Annotations by which a cloud grants rights, to a bucket say, in place of
	// keys: eks.amazonaws.com/role-arn, iam.gke.io/gcp-service-account. Such pods
	// get their rights from an address of the node, which network.egress has to
	// open: 169.254.170.23/32 port 80 for EKS Pod Identity; 169.254.169.252/32
	// port 988 on GKE, with its Dataplane V2 169.254.169.254/32 port 80. IRSA asks
	// sts.amazonaws.com on port 443.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// DjangoEnvNames renames the variables of section django. A list gives one value
// several names, and an empty name leaves the variable out. Without SECRET_KEY the
// stack does not need that key in its Secret either.
type DjangoEnvNames struct {
	// SecretKey. Default: SECRET_KEY.
	SecretKey Names `json:"secretKey,omitempty"`
	// AllowedHosts. Default: ALLOWED_HOSTS.
	AllowedHosts Names `json:"allowedHosts,omitempty"`
	// CSRFTrustedOrigins. Default: CSRF_TRUSTED_ORIGINS.
	CSRFTrustedOrigins Names `json:"csrfTrustedOrigins,omitempty"`
	// Separator stands between the entries of both lists. Default: a comma.
	Separator string `json:"separator,omitempty"`
}

// EnvFrom names Secrets and ConfigMaps all of whose keys become variables.
type EnvFrom struct {
	// Secrets by name.
	Secrets []string `json:"secrets,omitempty"`
	// ConfigMaps by name.
	ConfigMaps []string `json:"configMaps,omitempty"`
}

// ConfigFile is one file put into the Django containers: either text from the
// spec or a key of a Secret.
type ConfigFile struct {
	// Content is the file's text.
	Content string `json:"content,omitempty"`
	// SecretKey is the file as a key of a Secret.
	SecretKey *SecretKey `json:"secretKey,omitempty"`
}

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
	// Enabled. Default: true where there is a database.
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
	// Resources of the Job's steps and of the release's other Jobs. During a migration
	// a second Django process holds the lock. Default: requests of 100m and 256Mi,
	// limits of 1 and 512Mi.
	Resources Resources `json:"resources,omitzero"`
	// TmpSize is how much may be written to /tmp before the pod is evicted, also in the
	// release's other Jobs. Default: 1Gi.
	TmpSize *resource.Quantity `json:"tmpSize,omitempty"`
	// Scheduling of its pod, and of the release's other Jobs.
	Scheduling Scheduling `json:"scheduling,omitzero"`
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
	// Username. Default: admin.
	Username string `json:"username,omitempty"`
	// Email. Default: USERNAME@FIRST-HOST, or @example.com where the host is an
	// address or has no dot, which createsuperuser refuses.
	Email string `json:"email,omitempty"`
	// Password. Default: key SUPERUSER_PASSWORD of the stack's Secret.
	Password SecretKey `json:"password,omitzero"`
}

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
	// GracePeriod is how long a run may take to stop. Default: 30s.
	GracePeriod *Duration `json:"gracePeriod,omitempty"`
	// Concurrency says what happens when a run is due and the last one is still
	// going. Default: Forbid.
	Concurrency ConcurrencyPolicy `json:"concurrency,omitempty"`
	// Suspend stops the schedule. Default: false.
	Suspend *bool `json:"suspend,omitempty"`
	// Resources of a run. Default: requests of 100m and 256Mi, limits of 1 and 512Mi.
	Resources Resources `json:"resources,omitzero"`
	// TmpSize is how much may be written to /tmp before the pod is evicted. Default:
	// 1Gi.
	TmpSize *resource.Quantity `json:"tmpSize,omitempty"`
	// Scheduling of a run's pod.
	Scheduling Scheduling `json:"scheduling,omitzero"`
}

// ConcurrencyPolicy is Kubernetes' concurrencyPolicy of a CronJob.
type ConcurrencyPolicy string

// Enum lists the policies.
func (ConcurrencyPolicy) Enum() []string { return []string{"Allow", "Forbid", "Replace"} }
