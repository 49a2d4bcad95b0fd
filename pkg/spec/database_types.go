package spec

// Database is a SQL database, in the cluster or elsewhere. It reaches the app
// as DATABASE_URL and as DATABASE_ENGINE, DATABASE_HOST, DATABASE_PORT,
// DATABASE_NAME, DATABASE_USER and DATABASE_PASSWORD, where it has options as
// DATABASE_OPTIONS too; for an alias other than "default" the prefix is
// DATABASE_ALIAS.
//
// DATABASE_URL holds the password as it stands in the Secret: Kubernetes puts it
// there and cannot encode it. So choose one of letters, digits, "-", "_", "." and
// "~", as openssl rand -hex 32 prints, or have the settings read the other
// variables, which hold any password, and leave the URL out: envNames: {url: ""}.
type Database struct {
	// Engine is the server: postgres, mysql or mariadb. The backend is how Django
	// speaks to it. Default: postgres.
	Engine DatabaseEngine `json:"engine,omitempty"`
	// Backend is Django's ENGINE, if it is not the usual one of the engine:
	// django.contrib.gis.db.backends.postgis (with an image that has PostGIS, such as
	// docker.io/postgis/postgis:17-3.5), django_prometheus.db.backends.mysql. Default:
	// django.db.backends.postgresql or django.db.backends.mysql.
	Backend string `json:"backend,omitempty"`
	// Scheme of DATABASE_URL, as dj-database-url and django-environ know it. Default:
	// postgres or mysql; for the backends of django.contrib.gis postgis or mysqlgis.
	Scheme string `json:"scheme,omitempty"`
	// Server is the alias of another database in the cluster, on whose server this one
	// is too, with the same user. This database is created when that server's volume is
	// new. If the volume exists already, create the database by hand before the
	// release, with Postgres by kubectl exec STACK-database-0 -- createdb
	// --username=USER NAME. Absent: a server of its own.
	Server string `json:"server,omitempty"`
	// ReplicaOf is the alias of the database that this external one is a replica of. It
	// has the same engine, name, user, password and backend, and the same options,
	// Secret and CA unless it has others. Nothing migrates it. The settings need a
	// database router, and TEST: {"MIRROR": "default"} for it. Absent: a database with
	// data of its own.
	ReplicaOf string `json:"replicaOf,omitempty"`
	// Version of the official image. Set it where the data matter: Postgres does not
	// start on the data of another major version (postgresql.org, "Upgrading a
	// PostgreSQL Cluster"), MySQL and MariaDB do not start on those of a newer version,
	// and a later release of djangostack may have another default. For an external
	// database, the version that runs there. Each release of Django supports only some
	// versions (docs.djangoproject.com, "Databases"). Default: postgres 17, mysql 8.4,
	// mariadb 11.8.
	Version string `json:"version,omitempty"`
	// Image of the server, if it is not the official one of the version. It must take the
	// same command, variables and volumes. Default: the official one of the version,
	// docker.io/library/postgres:17.
	Image ImageRef `json:"image,omitempty"`
	// Name of the database. Two external ones on one host and port need different
	// names. Default: the stack's name, with underscores for dashes; with server, the
	// alias; with replicaOf, as there.
	Name string `json:"name,omitempty"`
	// User who owns the database, in the cluster. Default: as name.
	User string `json:"user,omitempty"`
	// Password of the user, in the cluster. If the URL is used, it may have only
	// characters that a URL may have; openssl rand -hex 32 prints such a password. The
	// server reads it when its volume is new; to change it later, change it in both
	// places (docs/rotate-database-password.md). Default: key DATABASE_PASSWORD
	// (DATABASE_ALIAS_PASSWORD) of the stack's Secret.
	Password SecretKey `json:"password,omitzero"`
	// MaxConnections is how many connections the server accepts. Django holds one in each
	// thread that serves a request or runs a task; under ASGI each request that is being
	// served has a thread of its own, so there a pool bounds them: Django's own (5.1 and
	// later, OPTIONS: {pool: True}) or PgBouncer. Default: 100.
	MaxConnections int32 `json:"maxConnections,omitempty"`
	// Config has settings of the server in the cluster, by the server's own names:
	// {work_mem: 64MB}. They override those that djangostack sets, but for those by
	// which the server is reached and its data are found. An empty value is empty text:
	// {sql_mode: ""}; what begins in skip-, enable- or disable- stands alone then, as on
	// MySQL's command line.
	Config map[string]string `json:"config,omitempty"`
	// Options are appended to the URL: {sslmode: require}. DATABASE_OPTIONS has them as
	// they are in the URL, sslmode=require, for settings that read the other variables:
	// OPTIONS: dict(urllib.parse.parse_qsl(…)). With replicaOf and server, those of that
	// database are added.
	Options map[string]string `json:"options,omitempty"`
	// Storage of the data. Default: 10Gi; profile staging: 5Gi; profile dev: 1Gi.
	Storage Storage `json:"storage,omitzero"`
	// Replicas of the server in the cluster: 1, or 0 to stop it. The data stay, and what
	// needs the database waits. Default: 1.
	Replicas *OneOrNone `json:"replicas,omitempty"`
	// External is a database that runs elsewhere. Absent: one in the cluster.
	External *ExternalDatabase `json:"external,omitempty"`
	// EnvNames renames the variables: url, engine, host, port, name, user, password,
	// options, ca. A list gives one value several names, and an empty name leaves the
	// variable out.
	EnvNames EnvNames `json:"envNames,omitempty"`
	// Env are further environment variables in plain text of the server in the cluster.
	// They win over the stack's own of the same name.
	//
	// SecretEnv are further environment variables of the server from Secrets, by name.
	//
	// EnvFrom imports whole Secrets and ConfigMaps. Each variable that has a name of its own
	// here wins over an imported one.
	//
	// Args are further arguments of the server, after those of the stack, such as
	// [-c, log_statement=all]; config has settings by their names, and checks them.
	//
	// ServiceAccount is who the pod is in the cluster and its cloud. Default: one without
	// rights for each server.
	//
	// GracePeriod is how long the server may take to stop. Default: 120s, since a shutdown writes all that is in memory.
	//
	// TmpSize is how much may be written to /tmp before the pod is evicted. Default: 1Gi.
	//
	// Resources of the container. Default: requests of 500m and 2Gi, limits of 2 and
	// 2Gi; profile staging: requests of 250m and 1Gi, limits of 2 and 1Gi; profile
	// dev: requests of 100m and 256Mi, limits of 1 and 512Mi.
	PodOptions `json:",inline"`
}

// DatabaseEngine is a SQL server.
type DatabaseEngine string

// The database engines.
const (
	EnginePostgres DatabaseEngine = "postgres"
	EngineMySQL    DatabaseEngine = "mysql"
	EngineMariaDB  DatabaseEngine = "mariadb"
)

// Enum lists the engines.
func (DatabaseEngine) Enum() []string { return []string{"postgres", "mysql", "mariadb"} }
