package spec

import (
	"maps"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

// The ports on which servers listen, in the cluster and, if nothing else is said, outside.
const (
	PostgresPort  = 5432
	MySQLPort     = 3306
	RedisPort     = 6379 // Valkey's too
	MemcachedPort = 11211
	RabbitMQPort  = 5672
)

// versions of the official images: the newest line with long support at the
// time of writing.
var (
	databaseVersions = map[DatabaseEngine]string{
		EnginePostgres: "17", EngineMySQL: "8.4", EngineMariaDB: "11.8",
	}
	databasePorts = map[DatabaseEngine]Port{
		EnginePostgres: PostgresPort, EngineMySQL: MySQLPort, EngineMariaDB: MySQLPort,
	}
	cacheVersions = map[CacheEngine]string{
		CacheRedis: "8.2", CacheValkey: "8.1", CacheMemcached: "1.6",
	}
	cachePorts = map[CacheEngine]Port{
		CacheRedis: RedisPort, CacheValkey: RedisPort, CacheMemcached: MemcachedPort,
	}
	brokerVersions = map[BrokerEngine]string{
		BrokerRedis: "8.2", BrokerValkey: "8.1", BrokerRabbitMQ: "4.1",
	}
	brokerPorts = map[BrokerEngine]Port{
		BrokerRedis: RedisPort, BrokerValkey: RedisPort, BrokerRabbitMQ: RabbitMQPort,
	}
	serverImages = map[string]string{
		"postgres":  "docker.io/library/postgres",
		"mysql":     "docker.io/library/mysql",
		"mariadb":   "docker.io/library/mariadb",
		"redis":     "docker.io/library/redis",
		"valkey":    "docker.io/valkey/valkey",
		"memcached": "docker.io/library/memcached",
		"rabbitmq":  "docker.io/library/rabbitmq",
	}
)

func serverImage(engine, version string) ImageRef {
	return ImageRef(serverImages[engine] + ":" + version)
}

func (d *defaulter) data() {
	for _, leaning := range []bool{false, true} { // on another, which comes first
		for alias, db := range d.spec.Databases {
			if leaning == (db.leansOn() != "") {
				d.database(alias, &db)
				d.spec.Databases[alias] = db
			}
		}
	}
	for alias, cache := range d.spec.Caches {
		d.cache(alias, &cache)
		d.spec.Caches[alias] = cache
	}
	if d.spec.Broker != nil {
		d.broker(d.spec.Broker)
	}
	for _, b := range d.spec.Buckets() {
		b.Provider = or(b.Provider, BucketS3)
	}
}

// runs reports whether the database has a server of its own in the cluster.
func (db Database) runs() bool { return db.External == nil && db.Server == "" }

// leansOn is the database whose server, or whose data, this one has.
func (db Database) leansOn() string { return or(db.ReplicaOf, db.Server) }

// lean takes over what a replica, or a database on the same server, has from the
// other.
func (db *Database) lean(alias string, other Database) {
	db.Engine, db.Version, db.Image = or(db.Engine, other.Engine), or(db.Version, other.Version), or(db.Image, other.Image)
	db.Backend, db.Scheme = or(db.Backend, other.Backend), or(db.Scheme, other.Scheme)
	db.User, db.Password = or(db.User, other.User), or(db.Password, other.Password)
	if db.ReplicaOf != "" {
		db.Name = or(db.Name, other.Name)
	} else {
		db.Name = or(db.Name, strings.ReplaceAll(alias, "-", "_"))
	}
	db.Options = inherited(db.Options, other.Options)
	if x, whole := db.External, other.External; x != nil && whole != nil {
		x.Secret = or(x.Secret, whole.Secret)
		if x.CA == nil && whole.CA != nil {
			x.CA = new(*whole.CA)
		}
	}
}

// inherited are options with those of another database that they do not set.
func inherited(own, others map[string]string) map[string]string {
	if len(others) == 0 {
		return own
	}
	all := maps.Clone(others)
	maps.Copy(all, own)
	return all
}

// schemes are those of the backends whose URLs dj-database-url and django-environ
// read under a name of their own.
var schemes = map[string]string{
	"django.contrib.gis.db.backends.postgis": "postgis",
	"django.contrib.gis.db.backends.mysql":   "mysqlgis",
}

func (db *Database) protocol() {
	backend, scheme := "django.db.backends.postgresql", "postgres"
	if db.Engine != EnginePostgres {
		backend, scheme = "django.db.backends.mysql", "mysql"
	}
	db.Backend = or(db.Backend, backend)
	db.Scheme = or(db.Scheme, or(schemes[db.Backend], scheme))
}

// URLOptions are the options of a database's URL, with those that its authority's
// certificate adds.
func (db Database) URLOptions() map[string]string {
	all := maps.Clone(db.Options)
	if db.Engine != EnginePostgres || db.External == nil || db.External.CA == nil {
		return all
	}
	if all == nil {
		all = map[string]string{}
	}
	all["sslmode"] = or(all["sslmode"], "verify-full")
	return all
}

func (d *defaulter) database(alias string, db *Database) {
	if other, known := d.spec.Databases[db.leansOn()]; known && other.leansOn() == "" {
		db.lean(alias, other)
	}
	db.Engine = or(db.Engine, EnginePostgres)
	db.protocol()
	db.Version = or(db.Version, databaseVersions[db.Engine])
	db.Image = or(db.Image, serverImage(string(db.Engine), db.Version))
	db.Name = or(db.Name, strings.ReplaceAll(d.stack, "-", "_"))
	db.User = or(db.User, db.Name)
	d.secret(&db.Password, EnvPrefix("DATABASE", alias)+"_PASSWORD")
	db.Replicas = or(db.Replicas, new(OneOrNone(1)))
	db.MaxConnections = or(db.MaxConnections, 100)
	db.Storage.Size = or(db.Storage.Size, Quantity(d.tuning.databaseSize))
	db.Resources = db.Resources.or(d.tuning.database)
	if x := db.External; x != nil {
		x.Port = or(x.Port, databasePorts[db.Engine])
		if x.CA != nil {
			d.secret(x.CA, caKey)
		}
		d.farEnd(x.Host, &x.CIDR, &x.Namespace)
	}
}

func (d *defaulter) cache(alias string, c *Cache) {
	c.Engine = or(c.Engine, CacheRedis)
	c.Version = or(c.Version, cacheVersions[c.Engine])
	c.Image = or(c.Image, serverImage(string(c.Engine), c.Version))
	c.Replicas = or(c.Replicas, new(OneOrNone(1)))
	c.Memory = or(c.Memory, Quantity("128Mi"))
	c.Index = or(c.Index, new(int32(0)))
	limit := resource.NewQuantity(2*c.Memory.Value(), resource.BinarySI)
	c.Resources = c.Resources.or(Resources{
		Requests: ResourceList{CPU: Quantity("50m"), Memory: c.Memory},
		Limits:   ResourceList{CPU: Quantity("500m"), Memory: limit},
	})
	if c.Password != nil {
		d.secret(c.Password, EnvPrefix("CACHE", alias)+"_PASSWORD")
	}
	d.external(c.External, cachePorts[c.Engine])
}

func (d *defaulter) broker(b *Broker) {
	b.Engine = or(b.Engine, BrokerRedis)
	b.Replicas = or(b.Replicas, new(OneOrNone(1)))
	b.Version = or(b.Version, brokerVersions[b.Engine])
	b.Image = or(b.Image, serverImage(string(b.Engine), b.Version))
	if b.Engine == BrokerRabbitMQ {
		b.User = or(b.User, d.stack)
		b.VHost = or(b.VHost, "/")
		b.Password = or(b.Password, &SecretKey{})
	}
	b.Index = or(b.Index, new(int32(0)))
	b.ResultIndex = or(b.ResultIndex, new(int32(1)))
	if b.Password != nil {
		d.secret(b.Password, "BROKER_PASSWORD")
	}
	b.Storage.Size = or(b.Storage.Size, Quantity(d.tuning.brokerSize))
	b.Resources = b.Resources.or(brokerResources)
	port := brokerPorts[b.Engine]
	if b.Engine == BrokerRabbitMQ && b.External.overTLS() {
		port = 5671 // amqps (IANA)
	}
	d.external(b.External, port)
}

func (d *defaulter) external(x *ExternalService, port Port) {
	if x == nil {
		return
	}
	x.Port = or(x.Port, port)
	x.TLS = or(x.TLS, new(false))
	if x.CA != nil {
		d.secret(x.CA, caKey)
	}
	d.farEnd(x.Host, &x.CIDR, &x.Namespace)
}

// caKey is what cert-manager and kubernetes.io/tls call an authority's certificate.
const caKey = "ca.crt"

func (x *ExternalService) overTLS() bool { return x != nil && x.TLS != nil && *x.TLS }

// farEnd is where an external host is, as policies know it: a block of addresses or
// the namespace of its pods. A name alone is a Service in the stack's own.
func (d *defaulter) farEnd(host string, cidr, namespace *string) {
	if *cidr == "" && *namespace == "" {
		*namespace = d.spec.NamespaceOf(host)
	}
	if *namespace == "" {
		*cidr = or(*cidr, Anywhere)
	}
}

// NamespaceOf is the namespace of the Service that a host names: that in pg.data.svc
// or pg.data.svc.cluster.local, the stack's own for a name alone, such as pg, and "" for
// any other host.
func (s *StackSpec) NamespaceOf(host string) string {
	if isLabel(host) && !isLoopback(host) {
		return s.Namespace.Name
	}
	labels := strings.Split(host, ".")
	if len(labels) < 3 || labels[2] != "svc" {
		return ""
	}
	return labels[1]
}

// EnvPrefix starts the names of the variables of the service called alias:
// DATABASE for the default database, DATABASE_REPLICA for another.
func EnvPrefix(kind, alias string) string {
	if alias == "default" {
		return kind
	}
	return kind + "_" + EnvName(alias)
}

// VariableName is the name, unless envNames says another, of the variable that holds a
// field of a service, whose variables begin with prefix: DATABASE_HOST.
func VariableName(prefix, field string) string {
	switch prefix + "." + field {
	case "BROKER.url":
		return "CELERY_BROKER_URL"
	case "BROKER.resultBackend":
		return "CELERY_RESULT_BACKEND"
	default:
		return prefix + "_" + EnvName(field)
	}
}

// ComponentName is a component of a kind with the alias that tells it from the
// others: database for the default one, database-replica for another.
func ComponentName(kind, alias string) string {
	if alias == "default" {
		return kind
	}
	return kind + "-" + alias
}

// EnvName is a name in the letters an environment variable may have: capitals,
// digits, underscores.
func EnvName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		default:
			return '_'
		}
	}, name)
}
