package spec

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
