package data

import (
	"strconv"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Memcached are the caches Memcached serves.
var Memcached = serverComponent("memcached", memcachedCaches)

// memcachedUser is the official image's (docker-library/memcached).
const memcachedUser = 11211

func memcachedCaches(st *stack.Stack) []server {
	return cacheServers(st, func(c spec.Cache) bool { return c.Engine == spec.CacheMemcached }, memcached)
}

// memcached keeps values of up to 4 MB: a larger one is not stored and nobody is
// told, and pages and lists soon pass the server's own limit of 1 MB.
func memcached(component string, c spec.Cache) server {
	const engine = "memcached"
	answers := stack.TCPHandler(engine)
	return server{
		component: component,
		engine:    engine,
		user:      memcachedUser,
		port:      spec.MemcachedPort,
		args: longOptions(configured([]directive{
			{"memory-limit", strconv.FormatInt(max(1, c.Memory.Value()/mebibyte), 10)},
			{"max-item-size", "4m"},
			{"conn-limit", "1024"},
			{"udp-port", "0"},
		}, c.Config)),
		probes: quick(answers, answers),
	}
}
