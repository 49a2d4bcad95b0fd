package spec

const (
	// APIVersion is the version of the DjangoStack API this package reads.
	APIVersion = "djangostack.dev/v1alpha1"
	// Kind is the kind this package reads.
	Kind = "DjangoStack"
)

// DjangoStack describes one Django site and everything it needs to run on
// Kubernetes: processes, databases, caches, broker, static and media files,
// the way in from outside, and how its environments differ.
type DjangoStack struct {
	// APIVersion is djangostack.dev/v1alpha1.
	APIVersion string `json:"apiVersion"`
	// Kind is DjangoStack.
	Kind string `json:"kind"`
	// Metadata names the stack.
	Metadata Metadata `json:"metadata"`
	// Spec is the description itself.
	Spec StackSpec `json:"spec"`
}

// Metadata names a stack and says what every one of its objects carries. A stack that was
// read from an API server, which has a uid, may have the other fields of ObjectMeta, too,
// and a status: they are ignored, as are the labels and annotations of those who applied it.
type Metadata struct {
	// Name is the stack's name, the prefix of every object's name: a DNS label
	// of at most 40 characters, so that what is appended still fits into the 63
	// of a Service's name.
	Name string `json:"name"`
	// Labels are put on every object beside the standard ones. Those that the stack,
	// Kubernetes or Argo CD itself gives objects are refused.
	Labels map[string]string `json:"labels,omitempty"`
	// Annotations are put on every object, but for those that tell kustomize,
	// kpt or djangostack itself what to do with the stack's own file.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// StackSpec is the description of a stack in one environment. What the file
// says under spec holds for every environment; what it says under
// spec.environments.NAME is merged over it.
type StackSpec struct {
	// Extends are files of what several stacks have in common, each a [DjangoStackDefaults],
	// as paths relative to the folder of this file: ../shared/defaults.yaml. They lie in the
	// same repository: below the nearest folder with .git or, where there is none, in the
	// folder of the stack. What they say holds where this file is silent, in every
	// environment; of two files the later one holds. Here null removes what they say. A file
	// may extend others; one that is reached on several ways counts once. Default: none.
	Extends []DefaultsFile `json:"extends,omitempty"`
	// Profile chooses the defaults: dev (one replica, small), staging (as prod,
	// smaller) or prod. It only supplies what the spec leaves unset. Default:
	// the environment's own name where it is one of the three, else prod.
	Profile Profile `json:"profile,omitempty"`
	// Platform is what the stack runs on. With openshift the cluster chooses the users
	// and the group of volumes, so that its Security Context Constraint restricted-v2
	// accepts the pods; the files in the images must then be readable for any user.
	// Names may also be looked up on port 5353. Default: kubernetes.
	Platform Platform `json:"platform,omitempty"`
	// Cluster is a name for the cluster that an environment runs in. Environments of
	// one cluster cannot have the same namespace, nor the same host on Ingresses of one
	// class. Stacks that are compiled together may share a namespace which none or one
	// of them creates, but neither a host nor an object. Default: one cluster for all.
	Cluster string `json:"cluster,omitempty"`
	// Namespace is where the stack runs.
	Namespace Namespace `json:"namespace,omitzero"`
	// Image is the container image with the Django project.
	Image Image `json:"image"`
	// Django is what every Django process shares: settings, hosts, environment.
	Django Django `json:"django"`
	// Web serves HTTP.
	Web Web `json:"web,omitzero"`
	// Proxy puts nginx in front of the web server, in the same pod. Absent: the
	// web server is reached directly.
	Proxy *Proxy `json:"proxy,omitempty"`
	// Celery runs workers, beat and Flower. Absent: no Celery.
	Celery *Celery `json:"celery,omitempty"`
	// ProcessDefaults is what all processes have that do not say otherwise: each process is a
	// merge patch of it, null included, in every environment. It goes before the defaults of
	// the profile.
	ProcessDefaults *Process `json:"processDefaults,omitempty"`
	// Processes are further long-running commands of the same image, by name:
	// RQ or Dramatiq workers, bots, listeners.
	Processes map[string]Process `json:"processes,omitempty"`
	// Services are containers of other images than the project's, by name: front ends,
	// search engines, object stores.
	Services map[string]Service `json:"services,omitempty"`
	// Databases are the SQL databases, by Django's own alias ("default"), dashes
	// for underscores: auth-db gives DATABASE_AUTH_DB_URL.
	Databases map[string]Database `json:"databases,omitempty"`
	// Caches are Redis, Valkey or Memcached servers, by Django's own alias.
	Caches map[string]Cache `json:"caches,omitempty"`
	// Broker carries Celery's messages. Absent: none.
	Broker *Broker `json:"broker,omitempty"`
	// Mail is the server by which the project sends mail. Absent: the stack says nothing
	// about mail.
	Mail *Mail `json:"mail,omitempty"`
	// Migrate runs the database migrations before new code serves.
	Migrate Migrate `json:"migrate,omitzero"`
	// Superuser creates the first admin account from a Secret. Absent: none.
	Superuser *Superuser `json:"superuser,omitempty"`
	// Jobs are commands that run once a release, before or after the migration, by name:
	// fixtures, search indexes, message files.
	Jobs map[string]Job `json:"jobs,omitempty"`
	// CronDefaults is what all cron jobs have that do not say otherwise: each is a merge patch
	// of it, null included, in every environment.
	CronDefaults *Cron `json:"cronDefaults,omitempty"`
	// Cron are management commands that run on a schedule, by name.
	Cron map[string]Cron `json:"cron,omitempty"`
	// Static says how static files are served.
	Static Static `json:"static,omitzero"`
	// Media says where uploaded files live. Absent: the site takes no uploads.
	Media *Media `json:"media,omitempty"`
	// Volumes are those that several components share, by name.
	Volumes map[string]SharedVolume `json:"volumes,omitempty"`
	// Expose says how the site is reached from outside the cluster. Absent: by
	// its ClusterIP Service only, and there from the stack's own pods and what
	// network.ingress names.
	Expose *Expose `json:"expose,omitempty"`
	// Routes lead hosts and paths to other components than web, by name: websockets to a
	// process over ASGI, a host of its own to Flower or the admin.
	Routes map[string]Route `json:"routes,omitempty"`
	// Network says what may talk to what beyond the stack's own connections.
	Network Network `json:"network,omitzero"`
	// Secrets says where the default Secret comes from.
	Secrets Secrets `json:"secrets,omitzero"`
	// Manifests are templates of further Kubernetes objects, by name. A template can include
	// what another one defines.
	Manifests map[string]Manifest `json:"manifests,omitempty"`
	// Patches change objects that the rest of the spec makes, by name.
	Patches map[string]Patch `json:"patches,omitempty"`

	// +kubebuilder:validation:Type=object
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:pruning:PreserveUnknownFields

	// Values are what templates of manifests read as .Values: anything, by name. Null removes,
	// and no secret stands here.
	Values map[string]any `json:"values,omitempty"`
	// ValuesSchema is the path of a file with a JSON Schema of the values, in JSON or YAML: draft
	// 7 or 2020-12, without references to other files. It is relative to the folder of the file
	// that names it and within the same repository. The values of each environment must meet
	// it. Default: none.
	ValuesSchema string `json:"valuesSchema,omitempty"`
	// Extensions are the sections of components that come with a program which uses
	// djangostack as a library, by name. Absent: none.
	Extensions map[string]Extension `json:"extensions,omitempty"`

	// +kubebuilder:validation:Type=object
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:pruning:PreserveUnknownFields

	// Environments are JSON merge patches (RFC 7386) of this spec, by name:
	// maps merge, scalars and lists replace, null removes. In a file that extends others,
	// null for a whole environment removes the one that they have. Default: dev,
	// staging and prod, each empty.
	Environments map[string]Environment `json:"environments,omitempty"`
	// Removed is what null removed from the spec, a patch of nothing but nulls:
	// SetDefaults leaves unset what it names. Load and For fill it in. A stack
	// built in Go says that its web server has no CPU limit by
	//
	//	Environment{"web": map[string]any{"resources": map[string]any{"limits": map[string]any{"cpu": nil}}}}
	Removed Environment `json:"-"`
	// Files are the contents of the files that the spec names, by the paths it has for them.
	// Load reads them; who builds a stack in Go gives them.
	Files map[string]string `json:"-"`
}

// Environment is a JSON merge patch of [StackSpec]: only what differs. Null removes a
// value, and also its default, but for a default that the project's own configuration
// precedes: that one holds again. It is checked by the same types as the spec itself.
type Environment map[string]any

// Platform is the kind of cluster a stack runs on.
type Platform string

// The platforms.
const (
	PlatformKubernetes Platform = "kubernetes"
	PlatformOpenShift  Platform = "openshift"
)

// Enum lists the platforms.
func (Platform) Enum() []string { return []string{"kubernetes", "openshift"} }

// Profile is a named set of defaults.
type Profile string

const (
	// ProfileDev runs one replica of everything with small volumes.
	ProfileDev Profile = "dev"
	// ProfileStaging runs like prod with smaller volumes.
	ProfileStaging Profile = "staging"
	// ProfileProd holds the constants: right in production.
	ProfileProd Profile = "prod"
)

// Enum lists the profiles.
func (Profile) Enum() []string { return []string{"dev", "staging", "prod"} }

// Namespace is the Kubernetes namespace of one environment.
type Namespace struct {
	// Name of the namespace. Default: STACK-ENVIRONMENT.
	Name string `json:"name,omitempty"`
	// Create makes the Namespace object part of the overlay. Set false where someone else owns
	// namespaces. Default: true.
	Create *bool `json:"create,omitempty"`
	// PodSecurity is the Pod Security Standard that the namespace enforces
	// (kubernetes.io, "Pod Security Standards"). The pods of a stack need no other than
	// restricted; a patch or a manifest may make some that do. Below restricted, the API server
	// still warns of each pod that is not. Default: restricted.
	PodSecurity PodSecurity `json:"podSecurity,omitempty"`
}

// PodSecurity is a Pod Security Standard.
type PodSecurity string

// The standards.
const (
	PodSecurityRestricted PodSecurity = "restricted"
	PodSecurityBaseline   PodSecurity = "baseline"
	PodSecurityPrivileged PodSecurity = "privileged"
)

// Enum lists the standards.
func (PodSecurity) Enum() []string { return []string{"restricted", "baseline", "privileged"} }
