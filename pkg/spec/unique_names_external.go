package spec

import (
	"net"
	"path"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// The kinds of what a stack keeps outside the cluster, where no namespace keeps two
// environments apart.
const (
	outsideDatabase = "database"
	outsideCache    = "cache"
	outsideBroker   = "broker"
	outsideBucket   = "bucket"
)

// sharedOutside is what becomes of two environments that have one of these.
var sharedOutside = map[string]string{
	outsideDatabase: "a release of one migrates the data of the other",
	outsideCache:    "each reads what the other has stored, such as sessions",
	outsideBroker:   "workers of one run the tasks of the other",
	outsideBucket:   "what one of them writes takes the place of the other's files of the same name",
}

// outside are the databases, caches, brokers and buckets of an environment, defaults
// filled in, that run elsewhere.
func (s *StackSpec) outside() []UniqueName {
	var all []UniqueName
	add := func(path, kind, server, name string) {
		all = append(all, UniqueName{path, ClusterName{Cluster: s.Cluster, Kind: kind, Server: server, Name: name}})
	}
	for _, alias := range sorted.Keys(s.Databases) {
		if db := s.Databases[alias]; db.External != nil && db.ReplicaOf == "" {
			at := server(db.External.Host, db.External.Port)
			add("spec.databases"+segment(alias)+".external", outsideDatabase, at, db.Name)
		}
	}
	for _, alias := range sorted.Keys(s.Caches) {
		switch c := s.Caches[alias]; {
		case c.External == nil:
		case c.Engine == CacheMemcached:
			add("spec.caches"+segment(alias)+".external", outsideCache, c.External.server(), "")
		default:
			add("spec.caches"+segment(alias)+".external", outsideCache, c.External.server(), numbered(c.Index))
		}
	}
	if b := s.Broker; b != nil && b.External != nil {
		add("spec.broker.external", outsideBroker, b.External.server(), or(b.VHost, numbered(b.Index)))
	}
	for _, b := range s.Buckets() {
		c := ClusterName{Kind: outsideBucket, Server: or(b.Account, string(b.Provider)), Name: path.Join(b.Name, b.Location)}
		if b.Endpoint != "" { // which may be another server in another cluster
			c.Cluster, c.Server = s.Cluster, strings.TrimSuffix(b.Endpoint, "/")
		}
		all = append(all, UniqueName{"spec." + b.Use + ".bucket", c})
	}
	return all
}

func server(host string, port Port) string { return net.JoinHostPort(host, strconv.Itoa(int(port))) }

func (x ExternalService) server() string { return server(x.Host, x.Port) }

// numbered is the number of a database of Redis or Valkey, "" where there are none.
func numbered(index *int32) string {
	if index == nil {
		return ""
	}
	return strconv.Itoa(int(*index))
}
