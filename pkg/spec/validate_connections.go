package spec

import (
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// validateConnections warns where the Django processes may ask a database in the
// cluster for more connections than it takes: Django holds one in each thread
// that serves a request or runs a task.
func validateConnections(r *report, s *DjangoStack) {
	var parts []string
	total := int64(0)
	for _, u := range connecting(&s.Spec) {
		total += u.connections
		parts = append(parts, fmt.Sprintf("%s %d", u.name, u.connections))
	}
	for _, alias := range sorted.Keys(s.Spec.Databases) {
		if db := s.Spec.Databases[alias]; db.External == nil && total > int64(db.MaxConnections) {
			r.warn("spec.databases"+segment(alias)+".maxConnections", "%d connections are fewer than the %d that may be asked "+
				"for: %s; raise it, or lower replicas, workers or threads", db.MaxConnections, total, strings.Join(parts, ", "))
		}
	}
}

// connectionUser is a set of pods that query the databases.
type connectionUser struct {
	name        string
	connections int64
}

// connecting are the web server and the Celery workers. What a command of the
// user's own opens is not known, nor what green threads do.
func connecting(s *StackSpec) []connectionUser {
	var users []connectionUser
	if w := s.Web; len(w.Command) == 0 {
		pods := most(w.Replicas, w.Autoscaling)
		users = append(users, connectionUser{"web", int64(pods) * int64(w.Workers) * int64(w.Threads)})
	}
	if s.Celery == nil {
		return users
	}
	for _, name := range sorted.Keys(s.Celery.Workers) {
		w := s.Celery.Workers[name]
		if w.Pool != PoolGevent && w.Pool != PoolEventlet {
			pods := most(w.Replicas, w.Autoscaling)
			users = append(users, connectionUser{"worker " + name, int64(pods) * int64(w.Concurrency)})
		}
	}
	return users
}
