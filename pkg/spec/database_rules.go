package spec

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

func validateDatabases(r *report, s *DjangoStack) {
	all := s.Spec.Databases
	if _, ok := all["default"]; !ok && len(all) > 0 {
		r.warn("spec.databases", "no database is named default, which is the one Django uses unless told otherwise; "+
			"rename one")
	}
	r.oneDatabase(all)
	r.unmigrated(s)
	for _, alias := range sorted.Keys(all) {
		db, path := all[alias], "spec.databases"+segment(alias)
		r.name(path, alias)
		r.version(path, db.Version)
		r.engineVersion(path, db, s.Spec.Django.Version)
		r.backend(path, db)
		r.identifier(path+".name", db.Name)
		r.identifier(path+".user", db.User)
		r.parent(alias, all)
		r.calledReplica(alias, db)
		if db.External == nil {
			r.reserved(path, db)
			r.ownMemory(path, db)
			r.postgres(path, db)
		}
		r.config(path+".config", string(db.Engine), db.Config, db.Resources.Limits.Memory)
		if db.MaxConnections < 1 {
			r.invalid(path+".maxConnections", "%d must be greater than 0; write one such as 100", db.MaxConnections)
		}
		r.envNames(path, db.EnvNames, databaseVariables.keys())
		if x := db.External; x != nil {
			r.host(path+".external.host", x.Host)
			r.ownServer(path+".external", ComponentName("database", alias), x.Host, s)
			r.objectName(path+".external.secret", x.Secret)
			r.peer(path+".external", x.CIDR, x.Namespace)
			r.contains(path+".external.cidr", x.CIDR, x.Host)
		}
	}
}

// postgres refuses settings that PostgreSQL compares when it starts, and ends.
func (r *report) postgres(path string, db Database) {
	if db.Engine != EnginePostgres {
		return
	}
	kept := int64(3) // superuser_reserved_connections by default
	if n, ok := positiveNumber(settingIn(db.Config, "superuser-reserved-connections")); ok {
		kept = n
	}
	others, _ := positiveNumber(settingIn(db.Config, "reserved-connections"))
	if kept += others; db.MaxConnections > 0 && kept >= int64(db.MaxConnections) {
		r.invalid(path+".maxConnections", "%d must be more than the %d that postgres reserves for superusers, or it does "+
			"not start; write more", db.MaxConnections, kept)
	}
	senders := settingIn(db.Config, "max-wal-senders")
	if settingIn(db.Config, "wal-level") == "minimal" && senders != "0" {
		r.invalid(path+".config", "wal_level: minimal is refused by postgres beside replication; write "+
			"max_wal_senders: \"0\" too, or remove it")
	}
}

// ownDatabases are those a server has of its own.
var ownDatabases = map[DatabaseEngine][]string{
	EnginePostgres: {"template0", "template1"},
	EngineMySQL:    {"information_schema", "mysql", "performance_schema", "sys"},
	EngineMariaDB:  {"information_schema", "mysql", "performance_schema", "sys"},
}

// reserved refuses what a server in the cluster would not start with, or has for
// itself already.
func (r *report) reserved(path string, db Database) {
	if slices.Contains(ownDatabases[db.Engine], strings.ToLower(db.Name)) {
		r.invalid(path+".name", "%s must not be one of the server's own databases; write another name", db.Name)
	}
	switch {
	case db.Engine == EnginePostgres && strings.HasPrefix(db.User, "pg_"):
		r.invalid(path+".user", "%q must not begin with pg_, which is reserved for Postgres' own roles; write another",
			db.User)
	case db.Engine == EnginePostgres && (db.User == "public" || db.User == "none"):
		r.invalid(path+".user", "%s must not be used, since it is a reserved word in Postgres; write another", db.User)
	case db.Engine != EnginePostgres && db.User == "root":
		r.invalid(path+".user", "root must not be used, since it is the server's own administrator; choose another user")
	case db.Engine == EngineMySQL && len(db.User) > 32:
		r.invalid(path+".user", "%q must have at most 32 characters with mysql; write a shorter name", db.User)
	}
}

// leastMemory is what a server takes before it holds any data. MySQL's own settings
// are for a machine of half a GiB (dev.mysql.com, "How MySQL Uses Memory"); MariaDB's
// are the same but for the performance schema, which is off.
var leastMemory = map[DatabaseEngine]string{EngineMySQL: "512Mi", EngineMariaDB: "256Mi"}

// ownMemory warns of a limit at which the kernel would end the server.
func (r *report) ownMemory(path string, db Database) {
	least, known := leastMemory[db.Engine]
	if limit := db.Resources.Limits.Memory; known && limit != nil && limit.Cmp(*Quantity(least)) < 0 {
		r.warn(path+".resources.limits.memory", "%s is less than %s needs to run, and the kernel would kill it; write "+
			"at least %s", limit, db.Engine, least)
	}
}

// identifier checks the name of a database or of its user: what the servers
// take without quoting surprises.
func (r *report) identifier(path, name string) {
	if name == "" || len(name) > 63 || !consistsOf(name, letters+digits+"_-") || name[0] == '-' {
		r.invalid(path, "%q must be a name; write letters, digits and underscores, at most 63 of them", name)
	}
}

// backend checks what Django speaks to the server with.
func (r *report) backend(path string, db Database) {
	if !isModule(db.Backend) {
		r.invalid(path+".backend", "%q must be a database backend; write a module such as "+
			"django.contrib.gis.db.backends.postgis", db.Backend)
	}
	if db.Scheme == "" || !consistsOf(db.Scheme, letters+digits+"+.-") {
		r.invalid(path+".scheme", "%q must be the scheme of a URL; write one such as postgis", db.Scheme)
	}
}
