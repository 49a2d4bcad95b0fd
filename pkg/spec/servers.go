package spec

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// ServerVariable is a variable by which Django projects customarily name a server.
type ServerVariable struct {
	// Name of the variable.
	Name string
	// Ports that such servers have where the address names none, the customary one first.
	Ports []Port
	// PortName is the variable that says another port, "" where there is none.
	PortName string
}

// ServerVariables returns the variables by which Django projects customarily name
// servers.
func ServerVariables() []ServerVariable {
	return []ServerVariable{
		{"EMAIL_HOST", []Port{587, 25, 465, 2525}, "EMAIL_PORT"},
		{"SENTRY_DSN", []Port{443, 80, 9000}, ""},
		{"DATABASE_URL", []Port{PostgresPort, MySQLPort, 6432, 1433, 1521}, ""},
		{"CELERY_BROKER_URL", []Port{RedisPort, RabbitMQPort, 5671}, ""},
		{"CACHE_URL", []Port{RedisPort, MemcachedPort}, ""},
		{"REDIS_URL", []Port{RedisPort}, ""},
	}
}

// NamedServer is a server that the environment of the Django processes names.
type NamedServer struct {
	// Path of the variable.
	Path string
	// Host of the server, "" where only a Secret or another variable knows it.
	Host string
	// Ports of which it has one, the customary one first.
	Ports []Port
}

// NamedServers returns the servers that the variables of [ServerVariables] name, except
// those that run beside each process.
func (d *Django) NamedServers() []NamedServer {
	var all []NamedServer
	for _, v := range ServerVariables() {
		server := NamedServer{Path: "spec.django.env." + v.Name, Ports: v.Ports}
		if address := d.Env[v.Name]; address != "" {
			host, port := serverOf(address)
			if host == "" || isLoopback(host) {
				continue
			}
			if port != 0 {
				server.Ports = []Port{port}
			}
			if !strings.Contains(host, "$(") {
				server.Host = host
			}
		} else if _, secret := d.SecretEnv[v.Name]; secret {
			server.Path = "spec.django.secretEnv." + v.Name
		} else {
			continue
		}
		if own, err := strconv.ParseUint(d.Env[v.PortName], 10, 16); err == nil {
			server.Ports = []Port{Port(own)}
		}
		all = append(all, server)
	}
	return all
}

// serverOf is the server an address names, none for a file such as sqlite's, and its port
// where the address has one. Text without a scheme is the server itself.
func serverOf(text string) (host string, port Port) {
	u, err := url.Parse(text)
	if err != nil || !strings.Contains(text, "://") {
		return text, 0
	}
	if own, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
		port = Port(own)
	}
	return u.Hostname(), port
}

// BucketServer is where the network policies let Django processes reach an object store.
type BucketServer struct {
	// Port of the server.
	Port Port
	// Namespace of the server; "" if it may be anywhere.
	Namespace string
}

// Anywhere are all addresses of IPv4, as a block of them.
const Anywhere = "0.0.0.0/0"

// https is the port of HTTPS.
const https Port = 443

// BucketServers returns the servers of the object stores, as their endpoints say. One that the
// project's settings name alone may be anywhere.
func (s *StackSpec) BucketServers() []BucketServer {
	var all []BucketServer
	if s.Static.Mode == StaticBucket && s.Static.Bucket == nil {
		all = append(all, BucketServer{Port: https})
	}
	for _, b := range s.Buckets() {
		server := BucketServer{Port: https}
		if b.Endpoint != "" {
			server = s.bucketServer(b.Endpoint)
		}
		if !slices.Contains(all, server) {
			all = append(all, server)
		}
	}
	return all
}

// bucketServer returns the server of an address, at its own port or its scheme's.
func (s *StackSpec) bucketServer(address string) BucketServer {
	server := BucketServer{Port: https}
	u, err := url.Parse(address)
	if err != nil {
		return server
	}
	if u.Scheme == "http" {
		server.Port = 80
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
		server.Port = Port(port)
	}
	server.Namespace = s.NamespaceOf(u.Hostname())
	return server
}
