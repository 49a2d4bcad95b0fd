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
	// Engine is the server: postgres, mysql or mariadb. What Django speaks to it
	// with is backend. Default: postgres.
	Engine DatabaseEngine `json:"engine,omitempty"`
	// Backend is Django's ENGINE, where it is another than the engine's own:
	// django.contrib.gis.db.backends.postgis (with an image that has PostGIS, such
	// as docker.io/postgis/postgis:17-3.5), django_prometheus.db.backends.mysql.
	// Default: django.db.backends.postgresql or django.db.backends.mysql.
	Backend string `json:"backend,omitempty"`
	// Scheme of DATABASE_URL, as dj-database-url and django-environ know it.
	// Default: postgres or mysql; for the backends of django.contrib.gis postgis or
	// mysqlgis.
	Scheme string `json:"scheme,omitempty"`
	// Server is the alias of another database, in the cluster, whose server has this
	// one too, of the same user. It is made when that server's volume is new: where
	// it is not, make it by hand before the release, with Postgres
	// kubectl exec STACK-database-0 -- createdb --username=USER NAME. Absent: a
	// server of its own.
	Server string `json:"server,omitempty"`
	// ReplicaOf is the alias of the database that this external one is a replica of:
	// its engine, name, user, password and backend are those of that one. Nothing
	// migrates it. The settings want a database router, and
	// TEST: {"MIRROR": "default"} for it. Absent: a database with data of its own.
	ReplicaOf string `json:"replicaOf,omitempty"`
	// Version of the official image. Name it where data matter: Postgres does not
	// start on the data of another major version (postgresql.org, "Upgrading a
	// PostgreSQL Cluster"), MySQL and MariaDB not on a newer one's, and the default
	// may be another in a later release. For an external one, what runs there. Django
	// takes each for a time only, as docs.djangoproject.com, "Databases", says.
	// Default: postgres 17, mysql 8.4, mariadb 11.8.
	Version string `json:"version,omitempty"`
	// Image of another place or make; it must keep the official one's contract.
	// Default: the official one of the version, docker.io/library/postgres:17.
	Image ImageRef `json:"image,omitempty"`
	// Name of the database. Default: the stack's name, underscores for dashes; on
	// another's server the alias.
	Name string `json:"name,omitempty"`
	// User who owns it, in the cluster. Default: as name.
	User string `json:"user,omitempty"`
	// Password of the user, in the cluster, of characters a URL may hold where
	// the URL is used: openssl rand -hex 32 prints one. The server takes it over
	// when its volume is new: change it later in both places. Default: key
	// DATABASE_PASSWORD (DATABASE_ALIAS_PASSWORD) of the stack's Secret.
	Password SecretKey `json:"password,omitzero"`
	// MaxConnections the server takes. Django holds one in each thread that serves
	// a request or runs a task; under ASGI each request that is being served has a
	// thread of its own, so there a pool bounds them: Django's own (5.1 and later,
	// OPTIONS: {pool: True}) or PgBouncer. Default: 100.
	MaxConnections int32 `json:"maxConnections,omitempty"`
	// Config is the server's own configuration, in the cluster, by the names it has
	// there: {work_mem: 64MB}. It wins over what djangostack sets.
	Config map[string]string `json:"config,omitempty"`
	// Options are appended to the URL: {sslmode: require}. DATABASE_OPTIONS has them
	// as the URL does, sslmode=require, for settings that read the other variables:
	// OPTIONS: dict(urllib.parse.parse_qsl(…)).
	Options map[string]string `json:"options,omitempty"`
	// Storage of the data. Default: 10Gi; profile staging: 5Gi; profile dev: 1Gi.
	Storage Storage `json:"storage,omitzero"`
	// Resources of the container. Default: requests of 500m and 2Gi, limits of 2 and
	// 2Gi; profile staging: requests of 250m and 1Gi, limits of 2 and 1Gi; profile
	// dev: requests of 100m and 256Mi, limits of 1 and 512Mi.
	Resources Resources `json:"resources,omitzero"`
	// Scheduling of the pod.
	Scheduling Scheduling `json:"scheduling,omitzero"`
	// External is a database that runs elsewhere. Absent: one in the cluster.
	External *ExternalDatabase `json:"external,omitempty"`
	// EnvNames renames the variables: url, engine, host, port, name, user,
	// password, options, ca. A list gives one value several names, an empty name
	// leaves the variable out.
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
	// CA is the certificate of the authority that signed the server's. It is mounted
	// into the Django containers as a file whose path DATABASE_CA has; with Postgres
	// the options get sslrootcert and, where they say nothing else, sslmode
	// verify-full. MySQL's clients take it in OPTIONS: {"ssl": {"ca": …}}. Its key's
	// default is ca.crt of the stack's Secret. Absent: what the image trusts.
	CA *SecretKey `json:"ca,omitempty"`
	// CIDR narrows the way out that the network policy opens to the port.
	// Default: 0.0.0.0/0, since policies know no names.
	CIDR string `json:"cidr,omitempty"`
	// Namespace whose pods may be reached instead, for one that runs in the
	// cluster: policies do not take addresses for pods. Default: that of a host
	// such as pg.data.svc or pg.data.svc.cluster.local, and the stack's own for a
	// name alone, such as pg-rw.
	Namespace string `json:"namespace,omitempty"`
}

// Cache is a cache server: once it is full it forgets what is old, so tasks and
// messages belong into the broker. It reaches the app as CACHE_URL, CACHE_HOST and
// CACHE_PORT, with Redis and Valkey CACHE_INDEX and, where there are any,
// CACHE_USER and CACHE_PASSWORD too, over TLS CACHE_TLS, which is true, and
// CACHE_CA; for an alias other than "default" the prefix is CACHE_ALIAS. The URL is
// redis:// for Valkey too, and pymemcache:// for Memcached, as django-environ reads
// it. Where only a whole URL will do, as for several servers or a Sentinel, put it into a
// Secret: django.secretEnv: {CACHE_URL: {}}, network.egress for its port, and no
// cache here.
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
	// Password the server asks for, of characters a URL may hold where the URL is
	// used: openssl rand -hex 32 prints one. Settings that read the other
	// variables take any, among a cache's OPTIONS. Its key's default is
	// CACHE_PASSWORD (CACHE_ALIAS_PASSWORD) of the stack's Secret.
	// Absent: none; the network policy lets only the stack's own pods in. Not for
	// memcached.
	Password *SecretKey `json:"password,omitempty"`
	// User of an external Redis or Valkey that has ACLs. Absent: the default user.
	User string `json:"user,omitempty"`
	// Index is the Redis database number. Default: 0.
	Index *int32 `json:"index,omitempty"`
	// Options are appended to the URL, as its reader knows them, for django's
	// RedisCache redis-py: {socket_timeout: "5"}. Not for memcached.
	Options map[string]string `json:"options,omitempty"`
	// Config is the server's own configuration, in the cluster, by the names it has
	// there: {maxmemory-policy: allkeys-lfu}, with memcached its long options:
	// {max-item-size: 8m}. It wins over what djangostack sets.
	Config map[string]string `json:"config,omitempty"`
	// Resources of the container. Default: requests of 50m and the cache's memory,
	// limits of 500m and twice that memory.
	Resources Resources `json:"resources,omitzero"`
	// Scheduling of the pod.
	Scheduling Scheduling `json:"scheduling,omitzero"`
	// External is a cache that runs elsewhere. Absent: one in the cluster.
	External *ExternalService `json:"external,omitempty"`
	// EnvNames renames the variables: url, host, port, user, password, index, tls,
	// ca. A list gives one value several names, an empty name leaves the variable out.
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
// of RQ, Huey, Dramatiq and Django-Q, the layer of Channels. It keeps all it is given,
// on a volume, where a cache forgets what is old once it is full. It reaches the app
// as CELERY_BROKER_URL, BROKER_HOST and BROKER_PORT, BROKER_VHOST with RabbitMQ and
// BROKER_INDEX with the others, where there are any as BROKER_USER and
// BROKER_PASSWORD, over TLS as BROKER_TLS, which is true, and BROKER_CA, and with
// celery.resultBackend as CELERY_RESULT_BACKEND. Where only a whole URL will do, as
// for several servers or a Sentinel, put it into a Secret:
// django.secretEnv: {CELERY_BROKER_URL: {}}, network.egress for its port, and no
// broker here.
type Broker struct {
	// Engine is redis, valkey or rabbitmq. Default: redis.
	Engine BrokerEngine `json:"engine,omitempty"`
	// Version of the official image. RabbitMQ starts on the data of an older one only
	// if all of that one's feature flags are enabled; before another version:
	// kubectl exec STACK-broker-0 -- rabbitmqctl enable_feature_flag all (rabbitmq.com,
	// "Feature Flags"). Default: redis 8.2, valkey 8.1, rabbitmq 4.1.
	Version string `json:"version,omitempty"`
	// Image of another place or make; it must keep the official one's contract.
	// Default: the official one of the version, docker.io/library/redis:8.2.
	Image ImageRef `json:"image,omitempty"`
	// User, of letters, digits, dots, dashes, underscores, @ and +: with rabbitmq,
	// or of an external Redis or Valkey that has ACLs. Default: with rabbitmq the
	// stack's name; with the others the default user.
	User string `json:"user,omitempty"`
	// VHost is the virtual host, with rabbitmq. The server in the cluster makes it
	// when its volume is new. Default: /.
	VHost string `json:"vhost,omitempty"`
	// Index is the number of the database of Celery's queues, with redis and valkey.
	// Default: 0.
	Index *int32 `json:"index,omitempty"`
	// ResultIndex is that of Celery's results, where they go there too: either can be
	// looked through or flushed without the other. Default: 1.
	ResultIndex *int32 `json:"resultIndex,omitempty"`
	// Options are appended to CELERY_BROKER_URL: with Celery what kombu's Connection
	// takes, {heartbeat: "30"}, for others what they know. Not to the result backend's.
	Options map[string]string `json:"options,omitempty"`
	// Config is the server's own configuration, in the cluster, by the names it has
	// there: {maxmemory-clients: 10%}, {channel_max: "512"}. It wins over what
	// djangostack sets.
	Config map[string]string `json:"config,omitempty"`
	// Password the server asks for, of characters a URL may hold, since
	// CELERY_BROKER_URL does: openssl rand -hex 32 prints one. RabbitMQ takes it
	// over when its volume is new: change it later in both places. Default: with
	// rabbitmq key BROKER_PASSWORD of the stack's Secret; with the others none.
	Password *SecretKey `json:"password,omitempty"`
	// Storage of the messages. Default: 2Gi; profiles staging and dev: 1Gi.
	Storage Storage `json:"storage,omitzero"`
	// Resources of the container. Default: requests of 100m and 512Mi, limits of 1
	// and 512Mi.
	Resources Resources `json:"resources,omitzero"`
	// Scheduling of the pod.
	Scheduling Scheduling `json:"scheduling,omitzero"`
	// External is a broker that runs elsewhere. Absent: one in the cluster.
	External *ExternalService `json:"external,omitempty"`
	// EnvNames renames the variables: url, host, port, user, password, vhost, index,
	// tls, ca, resultBackend. A list gives one value several names, an empty name leaves the
	// variable out.
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
	// CA is the certificate of the authority that signed the server's. It is mounted
	// into the Django containers as a file whose path CACHE_CA or BROKER_CA has. The
	// URLs of Redis and Valkey name it as ssl_ca_certs; for RabbitMQ Celery wants it
	// in the settings: broker_use_ssl = {"ca_certs": …, "cert_reqs":
	// ssl.CERT_REQUIRED}. Its key's default is ca.crt of the stack's Secret. Absent:
	// what the image trusts.
	CA *SecretKey `json:"ca,omitempty"`
	// CIDR narrows the way out that the network policy opens to the port.
	// Default: 0.0.0.0/0, since policies know no names.
	CIDR string `json:"cidr,omitempty"`
	// Namespace whose pods may be reached instead, for one that runs in the
	// cluster: policies do not take addresses for pods. Default: that of a host
	// such as pg.data.svc or pg.data.svc.cluster.local, and the stack's own for a
	// name alone, such as pg-rw.
	Namespace string `json:"namespace,omitempty"`
}
