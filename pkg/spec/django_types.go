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
	// EnvFrom imports whole Secrets and ConfigMaps. Each variable that has a name of its own
	// somewhere in the spec wins over an imported one.
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
	// ServiceAccount is who the pods of the stack's own image are in the cluster and its
	// cloud, unless their own serviceAccount says otherwise.
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

// ShortForm lets a path alone stand for the whole of it.
func (WritablePath) ShortForm() string { return "path" }

// ServiceAccount describes the identity pods have in the cluster and its cloud.
type ServiceAccount struct {
	// Name of one that exists, which the stack neither makes nor changes. Default: the
	// stack makes one for each component.
	Name string `json:"name,omitempty"`
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
	// SecretKey renames the variable for secretKey. Default: SECRET_KEY.
	SecretKey Names `json:"secretKey,omitempty"`
	// AllowedHosts renames the variable for the hosts that Django serves. Default:
	// ALLOWED_HOSTS.
	AllowedHosts Names `json:"allowedHosts,omitempty"`
	// CSRFTrustedOrigins renames the variable for the same hosts as origins, with their
	// scheme. Default: CSRF_TRUSTED_ORIGINS.
	CSRFTrustedOrigins Names `json:"csrfTrustedOrigins,omitempty"`
	// Separator stands between the entries of both lists. Default: a comma.
	Separator string `json:"separator,omitempty"`
}

// EnvFrom names Secrets and ConfigMaps all of whose keys become variables. Of several with
// the same variable the last one wins, and a Secret over a ConfigMap.
type EnvFrom struct {
	// Secrets, each a name or a map: shop-extra, {name: shop-extra, optional: true}.
	Secrets []EnvSource `json:"secrets,omitempty"`
	// ConfigMaps, each a name or a map.
	ConfigMaps []EnvSource `json:"configMaps,omitempty"`
}

// EnvSource is a Secret or ConfigMap all of whose keys become variables.
type EnvSource struct {
	// Name of the Secret or ConfigMap.
	Name string `json:"name"`
	// Optional lets pods start where it does not exist. Default: false.
	Optional bool `json:"optional,omitempty"`
	// Prefix is put before each key: with MAIL_ key HOST becomes MAIL_HOST.
	Prefix string `json:"prefix,omitempty"`
}

// ShortForm lets a name alone stand for the whole of it.
func (EnvSource) ShortForm() string { return "name" }

// ConfigFile is one file put into the Django containers: either text from the
// spec or a key of a Secret.
type ConfigFile struct {
	// Content is the file's text.
	Content string `json:"content,omitempty"`
	// SecretKey is the file as a key of a Secret.
	SecretKey *SecretKey `json:"secretKey,omitempty"`
}
