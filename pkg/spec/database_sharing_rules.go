package spec

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// parent checks a database that has the server or the data of another.
func (r *report) parent(alias string, all map[string]Database) {
	db, path := all[alias], "spec.databases"+segment(alias)
	switch {
	case db.Server != "" && db.ReplicaOf != "":
		r.forbidden(path+".server", "cannot be combined with replicaOf; remove one of them")
	case db.Server != "" && db.External != nil:
		r.forbidden(path+".server", "cannot be combined with external; remove one of them")
	case db.Server != "":
		if r.hasParent(path+".server", alias, all) {
			r.sharing(alias, all)
		}
	case db.ReplicaOf != "" && alias == "default":
		r.invalid(path+".replicaOf", "default is the database that is migrated and written to; "+
			"give the replica another alias")
	case db.ReplicaOf != "" && db.External == nil:
		r.missing(path+".external", "write where the replica runs: nothing in the cluster replicates a database; an "+
			"operator such as CloudNativePG does")
	case db.ReplicaOf != "":
		if r.hasParent(path+".replicaOf", alias, all) {
			r.replica(alias, all)
		}
	}
}

// calledReplica warns of a database that is called a replica and is not said to be one.
func (r *report) calledReplica(alias string, db Database) {
	path := "spec.databases" + segment(alias)
	switch {
	case db.ReplicaOf != "" || !meansReplica(alias):
	case db.External == nil:
		r.warn(path, "is a database of its own and stays empty: nothing is replicated into it; write replicaOf and "+
			"external for a replica, or choose another alias")
	default:
		r.warn(path, "is taken for a database with data of its own; write replicaOf: default if it is a replica, or choose "+
			"another alias")
	}
}

// replica warns of a database that is called one and is the very database it is said to
// be a replica of. Another name may stand for another way to the same data.
func (r *report) replica(alias string, all map[string]Database) {
	db := all[alias]
	x, whole := db.External, all[db.ReplicaOf].External
	if whole != nil && meansReplica(alias) && x.Host == whole.Host && x.Port == whole.Port {
		r.warn("spec.databases"+segment(alias)+".external.host", "%s is the server of %s itself, so nothing is read from a "+
			"replica; write the replica's host, or remove this database", x.Host, db.ReplicaOf)
	}
}

// hasParent checks the database whose server or data another has, and reports whether it
// can be that.
func (r *report) hasParent(at, alias string, all map[string]Database) bool {
	db := all[alias]
	name := db.parent()
	other, known := all[name]
	switch {
	case !known:
		r.invalid(at, "there is no database %q; %s", name, strict.OneOf(name, others(alias, all)))
	case name == alias:
		r.invalid(at, "must not be the database itself; name another one")
	case other.parent() != "":
		r.invalid(at, "%s has no server of its own; write %s", name, other.parent())
	case other.Engine != db.Engine:
		r.invalid("spec.databases"+segment(alias)+".engine", "%s must be %s, the engine of %s; remove it", db.Engine,
			other.Engine, name)
	default:
		return true
	}
	return false
}

// sharing checks a database on another's server.
func (r *report) sharing(alias string, all map[string]Database) {
	db, path := all[alias], "spec.databases"+segment(alias)
	other := all[db.Server]
	if other.External != nil {
		r.invalid(path+".server", "%s runs outside the stack; write its host under external here too, and name, which is "+
			"this database's own", db.Server)
	}
	if db.User != other.User {
		r.invalid(path+".user", "%q must be %q, the user of that server; remove it", db.User, other.User)
	}
	for name, one := range all {
		shared := name == db.Server || name != alias && one.Server == db.Server
		if shared && one.Name == db.Name {
			r.invalid(path+".name", "%s must not be the name of another database on that server; write another", db.Name)
			return
		}
	}
}

// location is where an external database is.
type location struct {
	host string
	port Port
	name string
}

// oneDatabase refuses aliases of one external database: Django takes them for two, and
// what it migrates, or flushes in tests, for one of them changes the other.
func (r *report) oneDatabase(all map[string]Database) {
	first := map[location]string{}
	aliases := sorted.Keys(all)
	slices.SortStableFunc(aliases, func(a, b string) int { // default is seldom the one to change
		return strings.Compare(strings.TrimPrefix(a, "default"), strings.TrimPrefix(b, "default"))
	})
	for _, alias := range aliases {
		db := all[alias]
		if db.External == nil || db.External.Host == "" || db.ReplicaOf != "" {
			continue
		}
		at := location{db.External.Host, db.External.Port, db.Name}
		other, taken := first[at]
		if !taken {
			first[at] = alias
			continue
		}
		r.invalid("spec.databases"+segment(alias)+".name", "%s on %s is the database of %s already; write the name of "+
			"this one, or replicaOf: %s if both are to read the same data", db.Name, at.host, other, other)
	}
}

// unmigrated warns of databases that the default command leaves as they are.
func (r *report) unmigrated(s *DjangoStack) {
	m := s.Spec.Migrate
	_, found := s.Spec.Databases["default"]
	if !found || !*m.Enabled || !slices.Equal(m.Command, s.Spec.Django.migration()) {
		return
	}
	for _, alias := range sorted.Keys(s.Spec.Databases) {
		replica := s.Spec.Databases[alias].ReplicaOf != "" || meansReplica(alias)
		if alias != "default" && !replica {
			r.warn("spec.databases"+segment(alias), "the release migrates only the database default; write a "+
				"migrate.command that migrates this one first and default last, as in docs/data.md")
		}
	}
}

// others are the aliases of all databases but one.
func others(alias string, all map[string]Database) []string {
	var names []string
	for name := range all {
		if name != alias {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// replicaWords are what projects call a database that they only read.
var replicaWords = []string{
	"follower", "mirror", "reader", "readonly", "readreplica", "replica", "replicas", "ro", "secondary",
	"slave", "standby",
}

func meansReplica(alias string) bool {
	for part := range strings.SplitSeq(alias, "-") {
		if slices.Contains(replicaWords, strings.TrimRight(part, digits)) {
			return true
		}
	}
	return alias == "read" || strings.HasPrefix(alias, "read-only")
}
