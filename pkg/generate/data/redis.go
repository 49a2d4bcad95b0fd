package data

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// RedisCache are the caches and RedisBroker is the broker that
// Redis or Valkey serve. They are never one server: a cache must forget when it
// is full and a broker must not, so neither may take the other's memory.
var (
	RedisCache  = serverComponent("redis-cache", redisCaches)
	RedisBroker = serverComponent("redis-broker", redisBroker)
)

const (
	redisData     = "/data"
	redisPassword = "REDISCLI_AUTH"
	redisFile     = "/etc/djangostack/redis.conf"
	// brokerMemory is the percentage of the memory limit that messages may
	// fill: while the log is rewritten a fork shares the memory, and each page
	// written meanwhile exists twice (redis.io, "Redis persistence").
	brokerMemory = 50
)

func redisCaches(st *stack.Stack) []server {
	return cacheServers(st, func(c spec.Cache) bool { return c.Engine != spec.CacheMemcached }, redisCache)
}

// cacheServers makes a server of each wanted cache of the stack, by alias.
func cacheServers(st *stack.Stack,
	wanted func(spec.Cache) bool, newServer func(component string, c spec.Cache) server,
) []server {
	var servers []server
	for _, alias := range sorted.Keys(st.Spec.Caches) {
		c := st.Spec.Caches[alias]
		if c.External != nil || !wanted(c) {
			continue
		}
		b := newServer(spec.ComponentName(django.CacheName, alias), c)
		b.image, b.replicas, b.options = c.Image, *c.Replicas, &c.PodOptions
		b.bindings = []stack.Binding{django.CacheBinding(alias, c, django.Inside(st, b.component, b.port))}
		servers = append(servers, b)
	}
	return servers
}

func redisCache(component string, c spec.Cache) server {
	b := redis(component, string(c.Engine), c.Password)
	ready, alive := redisChecks(b.engine)
	b.probes = quick(ready, alive)
	b.config = redisConfig(c.Config,
		directive{"dir", stack.ScratchPath},
		directive{"maxmemory", strconv.FormatInt(c.Memory.Value(), 10)},
		directive{"maxmemory-policy", "allkeys-lru"},
		directive{"save", `""`},
		directive{"appendonly", "no"})
	return b
}

func redisBroker(st *stack.Stack) []server {
	broker := st.Spec.Broker
	if broker == nil || broker.External != nil || broker.Engine == spec.BrokerRabbitMQ {
		return nil
	}
	b := redis(django.BrokerName, string(broker.Engine), broker.Password)
	ready, alive := redisChecks(b.engine)
	b.probes = patient(ready, alive)
	memory := percent(brokerMemory, broker.Resources.MemorySize())
	b.config = redisConfig(broker.Config,
		directive{"dir", redisData},
		directive{"maxmemory", strconv.FormatInt(memory, 10)},
		directive{"maxmemory-policy", "noeviction"},
		directive{"save", `""`},
		directive{"appendonly", "yes"},
		directive{"appendfsync", "everysec"})
	b.mounts = []corev1.VolumeMount{{Name: dataVolume, MountPath: redisData}}
	return []server{brokerServer(st, b)}
}

// brokerServer completes the broker's server by what its engines have in common.
func brokerServer(st *stack.Stack, b server) server {
	broker := st.Spec.Broker
	b.image, b.replicas, b.options, b.storage = broker.Image, *broker.Replicas, &broker.PodOptions, &broker.Storage
	b.bindings = []stack.Binding{django.BrokerBinding(st, *broker, django.BrokerEndpoint(st, *broker))}
	return b
}

// redisConfig is the file a server is started with: what all of them have, what this
// one has, and what the user gives.
func redisConfig(given map[string]string, own ...directive) *configFile {
	common := []directive{
		{"bind", "* -::*"},
		{"protected-mode", "no"},
		{"port", strconv.Itoa(spec.RedisPort)},
		{"tcp-keepalive", "60"},
	}
	all := configured(append(common, own...), given)
	for i := range all {
		if all[i].value == "" { // a line without a value ends the server
			all[i].value = `""`
		}
	}
	return &configFile{redisFile, lines(all, " ")}
}

// redis starts the server itself: the official image's entrypoint would only
// add the modules for search, JSON, time series and filters, which take memory
// and serve neither Django nor Celery. The password goes in by the environment,
// under the name the client of the probes reads.
func redis(component, engine string, password *spec.SecretKey) server {
	b := server{
		component: component,
		engine:    engine,
		user:      debianUser,
		port:      spec.RedisPort,
		command:   []string{engine + "-server", redisFile},
	}
	if password != nil {
		b.args = []string{"--requirepass", stack.Reference(redisPassword)}
		b.env = []corev1.EnvVar{stack.SecretVar(redisPassword, *password)}
	}
	return b
}

// redisChecks: ready is who answers PONG; alive is who answers at all, be it
// that the log is still being loaded or that a script runs.
func redisChecks(engine string) (ready, alive corev1.ProbeHandler) {
	ping := engine + "-cli ping"
	return stack.ExecHandler("sh", "-c", ping+" | grep -q PONG"), stack.ExecHandler(engine+"-cli", "ping")
}
