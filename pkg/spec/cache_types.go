package spec

import "k8s.io/apimachinery/pkg/api/resource"

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
	// Image of the server, if it is not the official one of the version. It must take the
	// same command, variables and volumes. Default: the official one of the version,
	// docker.io/library/redis:8.2.
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
	// Replicas of the server in the cluster: 1, or 0 to stop it. Default: 1.
	Replicas *OneOrNone `json:"replicas,omitempty"`
	// External is a cache that runs elsewhere. Absent: one in the cluster.
	External *ExternalService `json:"external,omitempty"`
	// EnvNames renames the variables: url, host, port, user, password, index, tls, ca.
	// A list gives one value several names, and an empty name leaves the variable out.
	EnvNames EnvNames `json:"envNames,omitempty"`
	// Env are further environment variables in plain text of the server in the cluster.
	// They win over the stack's own of the same name.
	//
	// SecretEnv are further environment variables of the server from Secrets, by name.
	//
	// EnvFrom imports whole Secrets and ConfigMaps. Each variable that has a name of its own
	// here wins over an imported one.
	//
	// Args are further arguments of the server, after those of the stack; config has
	// settings by their names, and checks them.
	//
	// ServiceAccount is who the pod is in the cluster and its cloud. Default: one without
	// rights for each server.
	//
	// GracePeriod is how long the server may take to stop. Default: 10s.
	//
	// TmpSize is how much may be written to /tmp before the pod is evicted. Default: 1Gi.
	//
	// Resources of the container. Default: requests of 50m and the cache's memory,
	// limits of 500m and twice that memory.
	PodOptions `json:",inline"`
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
