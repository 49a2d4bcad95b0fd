package spec_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestConnectionsOfLocks: a connection is counted where a lock is taken, and nowhere else.
func TestConnectionsOfLocks(t *testing.T) {
	const (
		databases = "  databases: {default: {maxConnections: 4}}\n  web: {replicas: 1, workers: 1, threads: 5}\n"
		beat      = "  broker: {}\n  celery: {workers: {w: {pool: gevent}}, beat: {}}\n"
	)
	for _, c := range []struct{ reason, text, want string }{
		{"beat's, in an update", beat, "locks 2, migrate 1, migrate's lock 1;"},
		{"a singleton's", "  processes: {bot: {command: [bot], singleton: true}}\n", "locks 2, migrate 1, migrate's lock 1;"},
		{"only a singleton has one", "  processes: {bot: {command: [bot]}}\n", "web 10, migrate 1, migrate's lock 1;"},
		{"a stopped one has none", "  processes: {bot: {command: [bot], singleton: true, replicas: 0}}\n", "web 10, migrate 1, migrate's lock 1;"},
		{"a port would be asked", "  processes: {bot: {command: [bot], singleton: true, port: 9000}}\n", "web 10, migrate 1, migrate's lock 1;"},
		{"so would a check", "  broker: {}\n  celery: {workers: {w: {pool: gevent}}, beat: {probes: {liveness: {command: [check]}}}}\n", "web 10, migrate 1, migrate's lock 1;"},
		{"a database that refuses locks", beat + "  migrate: {lock: false}\n", "web 10, migrate 1;"},
		{"nobody waits", beat + "  migrate: {check: {enabled: false}}\n", "web 10, migrate 1, migrate's lock 1;"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			_, warnings := check(t, without(valid, databases)+databases+c.text)
			if !slices.ContainsFunc(warnings, func(w *spec.Error) bool { return strings.Contains(w.Message, c.want) }) {
				t.Errorf("%v has not %q", warnings, c.want)
			}
		})
	}
}
