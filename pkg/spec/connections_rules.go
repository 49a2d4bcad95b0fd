package spec

import (
	"fmt"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// reservedConnections are those a server keeps for its administrator
// (postgresql.org, superuser_reserved_connections). MySQL has one beside its limit.
var reservedConnections = map[DatabaseEngine]int64{EnginePostgres: 3}

// validateConnections warns where the Django processes may ask a database in the
// cluster for more connections than it takes: Django holds one in each thread
// that serves a request or runs a task.
func validateConnections(r *report, s *DjangoStack) {
	var parts []string
	once := int64(0) // to each database
	for _, u := range connecting(&s.Spec) {
		once += u.connections
		parts = append(parts, fmt.Sprintf("%s %d", u.name, u.connections))
	}
	sharing := map[string]int64{}
	for _, db := range s.Spec.Databases {
		sharing[db.Server]++
	}
	users := strict.Listed(parts)
	for _, alias := range sorted.Keys(s.Spec.Databases) {
		db := s.Spec.Databases[alias]
		reserved := reservedConnections[db.Engine]
		total := once * (1 + sharing[alias])
		if !db.runs() || total <= int64(db.MaxConnections)-reserved {
			continue
		}
		own, each := "", ""
		if sharing[alias] > 0 {
			each = ", in each of the server's databases"
		}
		if reserved > 0 {
			own = fmt.Sprintf(", %d of them the server's own,", reserved)
		}
		r.warn("spec.databases"+segment(alias)+".maxConnections", "%d connections%s are fewer than the %d that an "+
			"update may need: %s%s; raise it, or lower replicas, workers or threads",
			db.MaxConnections, own, total, users, each)
	}
}

// connectionUser is a set of pods that query the databases.
type connectionUser struct {
	name        string
	connections int64
}

// connecting are the web server and Celery's processes during a rolling update, the
// commands on a schedule, and the release's Jobs. What a command of the user's own
// opens is not known, nor what green threads and ASGI do.
func connecting(s *StackSpec) []connectionUser {
	var users []connectionUser
	add := func(name string, connections int64) {
		if connections > 0 {
			users = append(users, connectionUser{name, connections})
		}
	}
	if w := s.Web.Assumed(); len(w.Command) == 0 {
		add("web", updating(most(w.Replicas, w.Autoscaling))*int64(w.Workers)*int64(w.Threads))
	}
	if c := s.Celery; c != nil {
		for _, name := range sorted.Keys(c.Workers) {
			w := c.Workers[name].Assumed()
			if w.Pool != PoolGevent && w.Pool != PoolEventlet {
				add("worker "+name, updating(most(w.Replicas, w.Autoscaling))*int64(w.Concurrency))
			}
		}
		if c.Beat != nil && c.Beat.Assumed().Scheduler != fileScheduler {
			add("beat", int64(*c.Beat.Replicas))
		}
	}
	add("locks", lockConnections(s))
	add("cron", int64(len(s.Cron)))
	if *s.Migrate.Enabled {
		add("migrate", 1)
	}
	if *s.Migrate.Enabled && *s.Migrate.Lock {
		add("migrate's lock", 1)
	}
	if s.Static.Mode == StaticBucket && *s.Migrate.Enabled && *s.Migrate.Lock {
		add("the upload's lock", 1)
	}
	return users
}

// lockConnections is how many connections beat and the singletons need for their locks
// during an update: one holds the lock while the other asks for it.
func lockConnections(s *StackSpec) int64 {
	connections := int64(0)
	if s.Celery != nil && s.Celery.Beat != nil && s.StandsBy(s.Celery.Beat.AsSingleton()) {
		connections += updating(int32(*s.Celery.Beat.Replicas))
	}
	for _, p := range s.Processes {
		if *p.Singleton && s.StandsBy(p.AsSingleton()) {
			connections += updating(min(most(p.Replicas, nil), 1))
		}
	}
	return connections
}
