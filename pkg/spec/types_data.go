package spec

import "k8s.io/apimachinery/pkg/api/resource"

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
	// Image of another place or make; it must keep the official one's contract.
	// Default: the official one of the version, docker.io/library/postgres:17.
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
	// MaxConnections the server takes. Django holds one in each thread that serves
	// a request or runs a task; under ASGI each request that is being served has a
	// thread of its own, so there a pool bounds them: Django's own (5.1 and later,
	// OPTIONS: {pool: True}) or PgBouncer. Default: 100.
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
	// Replicas is 1, or 0 to stop it, in the cluster: what it holds stays, and what needs
	// it waits. Default: 1.
	Replicas *OneOrNone `json:"replicas,omitempty"`
	// Resources of the container. Default: requests of 500m and 2Gi, limits of 2 and
	// 2Gi; profile staging: requests of 250m and 1Gi, limits of 2 and 1Gi; profile
	// dev: requests of 100m and 256Mi, limits of 1 and 512Mi.
	Resources Resources `json:"resources,omitzero"`
	// Scheduling of the pod.
	Scheduling Scheduling `json:"scheduling,omitzero"`
	// External is a database that runs elsewhere. Absent: one in the cluster.
	External *ExternalDatabase `json:"external,omitempty"`
	// EnvNames renames the variables: url, engine, host, port, name, user, password,
	// options, ca. A list gives one value several names, and an empty name leaves the
	// variable out.
	EnvNames EnvNames `json:"envNames,omitempty"`
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

// ExternalDatabase is a database outside the stack.
//
// Behind PgBouncer the port is 6432. Where that pools transactions, Django needs
// DISABLE_SERVER_SIDE_CURSORS: True among the database's settings, since a cursor
// stays with a connection that the next transaction may not get (Django's docs,
// "Transaction pooling and server-side cursors"). The same goes for prepared
// statements, which Django makes only where OPTIONS have a prepare_threshold.
type ExternalDatabase struct {
	// Host name or address; required.
	Host string `json:"host,omitempty"`
	// Port. Default: the engine's own, 5432 or 3306.
	Port Port `json:"port,omitempty"`
	// Secret with the keys username and password, as of type
	// kubernetes.io/basic-auth. Both stand in the URL as they are, so for a user
	// such as shop@server have the settings read the other variables. Default:
	// user and password of the database.
	Secret string `json:"secret,omitempty"`
	// CA is the certificate of the authority that signed the server's certificate. It
	// is mounted into the Django containers as a file, and DATABASE_CA is its path.
	// With Postgres the options get sslrootcert and, unless they have another, sslmode
	// verify-full. MySQL's clients need it in the settings: OPTIONS: {"ssl": {"ca":
	// …}}. The default key is ca.crt of the stack's Secret. Absent: the authorities
	// that the image trusts.
	CA *SecretKey `json:"ca,omitempty"`
	// CIDR limits the addresses that the network policy lets pods reach on the port.
	// Default: 0.0.0.0/0, since a policy cannot have names.
	CIDR string `json:"cidr,omitempty"`
	// Namespace whose pods may be reached instead, for a server that runs in the
	// cluster: a policy does not recognize pods by their addresses. Default: that of a
	// host such as pg.data.svc or pg.data.svc.cluster.local, and the stack's own for a
	// name alone, such as pg-rw.
	Namespace string `json:"namespace,omitempty"`
}

// Cache is a cache server. When it is full it evicts old entries, so tasks and messages
// belong in the broker. It reaches the app as CACHE_URL, CACHE_HOST and CACHE_PORT,
// with Redis and Valkey also CACHE_INDEX; as CACHE_USER and CACHE_PASSWORD if it has
// them; and over TLS as CACHE_TLS, which is true, and CACHE_CA. For an alias other than
// "default" the prefix is CACHE_ALIAS. The URL is redis:// for Valkey too, and
// pymemcache:// for Memcached, as django-environ reads it. If the project needs a whole
// URL, as for several servers or a Sentinel, put it into a Secret: django.secretEnv:
// {CACHE_URL: {}}, add network.egress for its port, and leave out this cache.
type Cache struct {
	// Engine is redis, valkey or memcached. Default: redis.
	Engine CacheEngine `json:"engine,omitempty"`
	// Version of the official image. Default: redis 8.2, valkey 8.1, memcached
	// 1.6.
	Version string `json:"version,omitempty"`
	// Image of another place or make; it must keep the official one's contract.
	// Default: the official one of the version, docker.io/library/redis:8.2.
	Image ImageRef `json:"image,omitempty"`
	// Memory the cache may fill before it evicts the least recently used.
	// Default: 128Mi.
	Memory *resource.Quantity `json:"memory,omitempty"`
	// Password of the server. If the URL is used, it may have only characters that a
	// URL may have; openssl rand -hex 32 prints such a password. Settings that read the
	// other variables can use any, in the OPTIONS of the cache. The default key is
	// CACHE_PASSWORD (CACHE_ALIAS_PASSWORD) of the stack's Secret. Absent: no password;
	// the network policy admits only the stack's own pods. Not for memcached.
	Password *SecretKey `json:"password,omitempty"`
	// User of an external Redis or Valkey with ACLs. Absent: the default user.
	User string `json:"user,omitempty"`
	// Index is the Redis database number. A server in the cluster has 16 of them, or as
	// many as config says under databases. Default: 0.
	Index *int32 `json:"index,omitempty"`
	// Options are appended to the URL, for whatever reads it; for Django's RedisCache
	// this is redis-py: {socket_timeout: "5"}. Not for memcached.
	Options map[string]string `json:"options,omitempty"`
	// Config has settings of the server in the cluster, by the server's own names:
	// {maxmemory-policy: allkeys-lfu}; with memcached its long options: {max-item-size:
	// 8m, disable-cas: ""}. They override those that djangostack sets, but for those by
	// which the server is reached.
	Config map[string]string `json:"config,omitempty"`
	// Replicas is 1, or 0 to stop it, in the cluster. Default: 1.
	Replicas *OneOrNone `json:"replicas,omitempty"`
	// Resources of the container. Default: requests of 50m and the cache's memory,
	// limits of 500m and twice that memory.
	Resources Resources `json:"resources,omitzero"`
	// Scheduling of the pod.
	Scheduling Scheduling `json:"scheduling,omitzero"`
	// External is a cache that runs elsewhere. Absent: one in the cluster.
	External *ExternalService `json:"external,omitempty"`
	// EnvNames renames the variables: url, host, port, user, password, index, tls, ca.
	// A list gives one value several names, and an empty name leaves the variable out.
	EnvNames EnvNames `json:"envNames,omitempty"`
}

// CacheEngine is a cache server.
type CacheEngine string

// The cache engines.
const (
	CacheRedis     CacheEngine = "redis"
	CacheValkey    CacheEngine = "valkey"
	CacheMemcached CacheEngine = "memcached"
)

// Enum lists the engines.
func (CacheEngine) Enum() []string { return []string{"redis", "valkey", "memcached"} }

// Broker carries messages between the app and its workers: Celery's tasks, the queues
// of RQ, Huey, Dramatiq and Django-Q, the channel layer of Channels. It keeps all
// messages, on a volume, while a cache evicts old entries when it is full. It reaches
// the app as CELERY_BROKER_URL, BROKER_HOST and BROKER_PORT, as BROKER_VHOST with
// RabbitMQ and BROKER_INDEX with the others; as BROKER_USER and BROKER_PASSWORD if it
// has them; over TLS as BROKER_TLS, which is true, and BROKER_CA; and with
// celery.resultBackend as CELERY_RESULT_BACKEND. If the project needs a whole URL, as
// for several servers or a Sentinel, put it into a Secret: django.secretEnv:
// {CELERY_BROKER_URL: {}}, add network.egress for its port, and leave out this broker.
type Broker struct {
	// Engine is redis, valkey or rabbitmq. Default: redis.
	Engine BrokerEngine `json:"engine,omitempty"`
	// Version of the official image. RabbitMQ starts on the data of an older version
	// only if all feature flags of that version are enabled. Before you change the
	// version, run kubectl exec STACK-broker-0 -- rabbitmqctl enable_feature_flag all
	// (rabbitmq.com, "Feature Flags"). Default: redis 8.2, valkey 8.1, rabbitmq 4.1.
	Version string `json:"version,omitempty"`
	// Image of another place or make; it must keep the official one's contract.
	// Default: the official one of the version, docker.io/library/redis:8.2.
	Image ImageRef `json:"image,omitempty"`
	// User, of letters, digits, dots, dashes, underscores, @ and +: with rabbitmq, or
	// of an external Redis or Valkey with ACLs. Default: with rabbitmq the stack's
	// name; with the others the default user.
	User string `json:"user,omitempty"`
	// VHost is the virtual host, with rabbitmq. The server in the cluster creates it
	// when its volume is new. Default: /.
	VHost string `json:"vhost,omitempty"`
	// Index is the number of the Redis or Valkey database for Celery's queues. Default:
	// 0.
	Index *int32 `json:"index,omitempty"`
	// ResultIndex is the number of the database for Celery's results, if the broker
	// keeps them too, so that each can be inspected or flushed without the other.
	// Default: 1.
	ResultIndex *int32 `json:"resultIndex,omitempty"`
	// Options are appended to CELERY_BROKER_URL, but not to the URL of the result
	// backend. With Celery they are arguments of kombu's Connection: {heartbeat: "30"};
	// other programs have their own.
	Options map[string]string `json:"options,omitempty"`
	// Config has settings of the server in the cluster, by the server's own names:
	// {maxmemory-clients: 10%}, {channel_max: "512"}. They override those that
	// djangostack sets, but for those by which the server is reached and its data are
	// found.
	Config map[string]string `json:"config,omitempty"`
	// Password of the server. It may have only characters that a URL may have, since it
	// is part of CELERY_BROKER_URL; openssl rand -hex 32 prints such a password.
	// RabbitMQ reads it when its volume is new; to change it later, change it in both
	// places. Default: with rabbitmq key BROKER_PASSWORD of the stack's Secret; with
	// the others none.
	Password *SecretKey `json:"password,omitempty"`
	// Storage of the messages. Default: 2Gi; profiles staging and dev: 1Gi.
	Storage Storage `json:"storage,omitzero"`
	// Replicas is 1, or 0 to stop it, in the cluster: what it holds stays. Default: 1.
	Replicas *OneOrNone `json:"replicas,omitempty"`
	// Resources of the container. Default: requests of 100m and 512Mi, limits of 1
	// and 512Mi.
	Resources Resources `json:"resources,omitzero"`
	// Scheduling of the pod.
	Scheduling Scheduling `json:"scheduling,omitzero"`
	// External is a broker that runs elsewhere. Absent: one in the cluster.
	External *ExternalService `json:"external,omitempty"`
	// EnvNames renames the variables: url, host, port, user, password, vhost, index,
	// tls, ca, resultBackend. A list gives one value several names, and an empty name
	// leaves the variable out.
	EnvNames EnvNames `json:"envNames,omitempty"`
}

// BrokerEngine is a message broker.
type BrokerEngine string

// The broker engines.
const (
	BrokerRedis    BrokerEngine = "redis"
	BrokerValkey   BrokerEngine = "valkey"
	BrokerRabbitMQ BrokerEngine = "rabbitmq"
)

// Enum lists the engines.
func (BrokerEngine) Enum() []string { return []string{"redis", "valkey", "rabbitmq"} }

// ExternalService is a cache or broker outside the stack.
type ExternalService struct {
	// Host name or address; required.
	Host string `json:"host,omitempty"`
	// Port. Default: the engine's own: 6379, with memcached 11211, with rabbitmq
	// 5672 and over TLS 5671.
	Port Port `json:"port,omitempty"`
	// TLS speaks rediss:// or amqps://. Default: false.
	TLS *bool `json:"tls,omitempty"`
	// CA is the certificate of the authority that signed the server's certificate. It
	// is mounted into the Django containers as a file, and CACHE_CA or BROKER_CA is its
	// path. The URLs of Redis and Valkey name it as ssl_ca_certs. For RabbitMQ, Celery
	// needs it in the settings: broker_use_ssl = {"ca_certs": …, "cert_reqs":
	// ssl.CERT_REQUIRED}. The default key is ca.crt of the stack's Secret. Absent: the
	// authorities that the image trusts.
	CA *SecretKey `json:"ca,omitempty"`
	// CIDR limits the addresses that the network policy lets pods reach on the port.
	// Default: 0.0.0.0/0, since a policy cannot have names.
	CIDR string `json:"cidr,omitempty"`
	// Namespace whose pods may be reached instead, for a server that runs in the
	// cluster: a policy does not recognize pods by their addresses. Default: that of a
	// host such as pg.data.svc or pg.data.svc.cluster.local, and the stack's own for a
	// name alone, such as pg-rw.
	Namespace string `json:"namespace,omitempty"`
}
