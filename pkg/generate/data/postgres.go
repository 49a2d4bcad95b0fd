package data

import (
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Postgres are the PostgreSQL servers of the stack.
var Postgres = serverComponent("postgres", postgresServers)

const (
	// postgresMount is no folder the image knows: up to 17 its anonymous volume
	// is /var/lib/postgresql/data, from 18 on /var/lib/postgresql, and a mount
	// above or beside the wrong one loses data or is refused
	// (docker-library/postgres, "PGDATA").
	postgresMount = "/data"
	// postgresData is a folder of its own in it, which the server makes itself:
	// the volume's root belongs to root and may hold lost+found. It has no
	// version in its name: a new major version must not start on an empty
	// database, it must say that the old one needs pg_upgrade.
	postgresData = postgresMount + "/postgres"
)

func postgresServers(st *stack.Stack) []server {
	return databaseServers(st, func(db spec.Database) bool { return db.Engine == spec.EnginePostgres }, postgres)
}

// databaseServers makes a server of each wanted database of the stack, by alias.
func databaseServers(st *stack.Stack,
	wanted func(spec.Database) bool, newServer func(component string, db spec.Database) server,
) []server {
	var servers []server
	for _, alias := range sorted.Keys(st.Spec.Databases) {
		db := st.Spec.Databases[alias]
		if db.External != nil || db.Server != "" || !wanted(db) {
			continue
		}
		b := newServer(spec.ComponentName(django.DatabaseName, alias), db)
		b.image, b.replicas, b.options = db.Image, *db.Replicas, &db.PodOptions
		b.storage = &db.Storage
		at := django.Inside(st, b.component, b.port)
		b.bindings = []stack.Binding{django.DatabaseBinding(alias, db, at)}
		for _, other := range sharing(st, alias) {
			b.bindings = append(b.bindings, django.DatabaseBinding(other, st.Spec.Databases[other], at))
		}
		b.config = moreDatabases(st, alias, db)
		servers = append(servers, b)
	}
	return servers
}

// sharing are the further databases on a server, by alias.
func sharing(st *stack.Stack, server string) []string {
	var more []string
	for _, alias := range sorted.Keys(st.Spec.Databases) {
		if db := st.Spec.Databases[alias]; db.Server == server && db.External == nil {
			more = append(more, alias)
		}
	}
	return more
}

// moreDatabases is what the images' entrypoints run as the administrator once the
// volume is new: the first database and the user are there by then. MySQL takes a
// database's name in a grant for a pattern.
func moreDatabases(st *stack.Stack, alias string, server spec.Database) *configFile {
	var sql strings.Builder
	for _, other := range sharing(st, alias) {
		name := st.Spec.Databases[other].Name
		if server.Engine == spec.EnginePostgres {
			fmt.Fprintf(&sql, "CREATE DATABASE %q;\n", name)
			continue
		}
		pattern := strings.ReplaceAll(name, "_", `\_`)
		fmt.Fprintf(&sql, "CREATE DATABASE `%s`;\nGRANT ALL ON `%s`.* TO '%s'@'%%';\n", name, pattern, server.User)
	}
	if sql.Len() == 0 {
		return nil
	}
	return &configFile{"/docker-entrypoint-initdb.d/databases.sql", sql.String()}
}

// postgres follows the official image's contract. Its entrypoint creates user
// and database on an empty volume only: a password changed later in the Secret
// has to be changed in the database too. The image stops by SIGINT, a fast
// shutdown.
func postgres(component string, db spec.Database) server {
	return server{
		component: component,
		engine:    "postgres",
		user:      postgresUser(db.Image),
		port:      spec.PostgresPort,
		args:      postgresArgs(db),
		env: []corev1.EnvVar{
			{Name: "PGDATA", Value: postgresData},
			{Name: "POSTGRES_DB", Value: db.Name},
			{Name: "POSTGRES_USER", Value: db.User},
			stack.SecretVar("POSTGRES_PASSWORD", db.Password),
			{Name: "POSTGRES_INITDB_ARGS", Value: "--data-checksums --encoding=UTF8 --locale=C.UTF-8"},
		},
		mounts: []corev1.VolumeMount{
			{Name: dataVolume, MountPath: postgresMount},
			{Name: stack.SharedMemory, MountPath: spec.SharedMemoryPath},
		},
		volumes: []corev1.Volume{postgresSharedMemory(db.Resources.MemorySize())},
		scratch: []string{"/var/run/postgresql"},
		probes:  postgresProbes(db),
	}
}

// postgresUser is the image's own user: initdb refuses one without a name.
// Debian and what is built on it has 999, Alpine 70 (docker-library/postgres).
func postgresUser(image spec.ImageRef) int64 {
	if strings.Contains(string(image), "alpine") {
		return 70
	}
	return debianUser
}

// postgresArgs sizes the server by what its container may use: a quarter of the
// memory shared, three quarters expected in caches (PostgreSQL documentation,
// "Resource Consumption"), 6 % for an index build, the log between two checkpoints an eighth of the
// volume at most, which its default of 1 GB would fill.
func postgresArgs(db spec.Database) []string {
	memory := db.Resources.MemorySize()
	settings := configured([]directive{
		{"listen_addresses", "*"},
		{"max_connections", strconv.Itoa(int(db.MaxConnections))},
		{"shared_buffers", postgresSize(percent(25, memory))},
		{"effective_cache_size", postgresSize(percent(75, memory))},
		{"maintenance_work_mem", postgresSize(percent(6, memory))},
		{"max_wal_size", postgresSize(min(1<<30, db.Storage.Size.Value()/8))},
	}, db.Config)
	var args []string
	for _, s := range settings {
		args = append(args, "-c", s.name+"="+strings.ReplaceAll(s.value, "$", "$$"))
	}
	return args
}

// postgresSize is an amount of bytes in PostgreSQL's unit, where MB is 2^20.
func postgresSize(bytes int64) string { return fmt.Sprintf("%dMB", max(1, bytes/mebibyte)) }

// postgresSharedMemory is where parallel queries meet. A container's own 64 MiB
// end in "could not resize shared memory segment"; what is used here counts as
// the container's memory.
func postgresSharedMemory(limit *resource.Quantity) corev1.Volume {
	return stack.InMemory(stack.SharedMemory, resource.NewQuantity(percent(25, limit), resource.BinarySI))
}

// postgresProbes ask over TCP, which the server that only prepares a new volume
// does not listen to. Exit status 1 is a server in recovery: not ready, but
// alive; 2 is no answer at all.
func postgresProbes(db spec.Database) stack.Probes {
	ask := []string{
		"pg_isready", "--host=127.0.0.1", "--timeout=5",
		"--username=" + db.User, "--dbname=" + db.Name,
	}
	alive := append([]string{"sh", "-c", `"$@"; test $? -le 1`, "alive"}, ask...)
	return patient(stack.ExecHandler(ask...), stack.ExecHandler(alive...))
}
