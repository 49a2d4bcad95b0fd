package spec

import (
	"maps"
	"strings"
)

func (d *defaulter) databases() {
	for _, child := range []bool{false, true} { // of another database, which comes first
		for alias, db := range d.spec.Databases {
			if child == (db.parent() != "") {
				d.database(alias, &db)
				d.spec.Databases[alias] = db
			}
		}
	}
}

// runs reports whether the database has a server of its own in the cluster.
func (db Database) runs() bool { return db.External == nil && db.Server == "" }

// parent is the alias of the database whose server, or whose data, this one has; "" is
// none.
func (db Database) parent() string { return or(db.ReplicaOf, db.Server) }

// inherit takes over what a replica, or a database on the same server, has from its
// parent.
func (db *Database) inherit(alias string, parent Database) {
	db.Engine = or(db.Engine, parent.Engine)
	db.Version, db.Image = or(db.Version, parent.Version), or(db.Image, parent.Image)
	db.Backend, db.Scheme = or(db.Backend, parent.Backend), or(db.Scheme, parent.Scheme)
	db.User, db.Password = or(db.User, parent.User), or(db.Password, parent.Password)
	if db.ReplicaOf != "" {
		db.Name = or(db.Name, parent.Name)
	} else {
		db.Name = or(db.Name, strings.ReplaceAll(alias, "-", "_"))
	}
	db.Options = mergedOptions(db.Options, parent.Options)
	if x, theirs := db.External, parent.External; x != nil && theirs != nil {
		x.Secret = or(x.Secret, theirs.Secret)
		if x.CA == nil && theirs.CA != nil {
			x.CA = new(*theirs.CA)
		}
	}
}

// mergedOptions are options with those of another database that they do not set.
func mergedOptions(own, others map[string]string) map[string]string {
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

// URLOptions returns the options of a database's URL, with those that the certificate of
// its authority adds.
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
	if parent, known := d.spec.Databases[db.parent()]; known && parent.parent() == "" {
		db.inherit(alias, parent)
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
	db.Storage.Size = or(db.Storage.Size, Quantity(d.profile.databaseSize))
	d.pod(&db.PodOptions, d.profile.database, databaseGracePeriod)
	if x := db.External; x != nil {
		x.Port = or(x.Port, databasePorts[db.Engine])
		if x.CA != nil {
			d.secret(x.CA, caKey)
		}
		d.peer(x.Host, &x.CIDR, &x.Namespace)
	}
}
