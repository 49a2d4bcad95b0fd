package spec

import (
	"maps"
	"strings"
)

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
