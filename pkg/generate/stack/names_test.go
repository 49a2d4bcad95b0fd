package stack

import (
	"testing"

	"github.com/djangostack/djangostack/internal/bounds"
)

// TestNameOf: a name is cut where its kind takes no longer one, and there alone.
func TestNameOf(t *testing.T) {
	st := &Stack{Name: "the-shop-of-acme-corporation-in-berlin"} // 38 characters
	for _, c := range []struct{ reason, kind, component, want string }{
		{"a Service's name is a host", "Service", "worker-of-many-small-tasks", "the-shop-of-acme-corporation-in-berlin-worker-of-many-547266f6"},
		{"what fits stays as it is", "Service", "twenty-four-characters-1", "the-shop-of-acme-corporation-in-berlin-twenty-four-characters-1"},
		{"pods of a StatefulSet have a label of its name and eleven characters", "StatefulSet", "database-geo-2", "the-shop-of-acme-corporation-in-berlin-data-de7f0707"},
		{"these are 52", "StatefulSet", "database-geo1", "the-shop-of-acme-corporation-in-berlin-database-geo1"},
		{"a CronJob's Jobs have eleven more", "CronJob", "cron-clear-all", "the-shop-of-acme-corporation-in-berlin-cron-f7b6abf0"},
		{"a Job's hash is eleven", "Job", "static-uploads", "the-shop-of-acme-corporation-in-berlin-stat-7f8b6a8a"},
		{"a ConfigMap's has room", "ConfigMap", "twenty-four-characters-1", "the-shop-of-acme-corporation-in-berlin-twenty-four-characters-1"},
		{"others are named as a Service is", "PersistentVolumeClaim", "database-geo-2", "the-shop-of-acme-corporation-in-berlin-database-geo-2"},
	} {
		if got := st.NameOf(c.kind, c.component); got != c.want || len(got) > bounds.Name(c.kind) {
			t.Errorf("%s: %s, of %d characters, want %s", c.reason, got, len(got), c.want)
		}
	}
}
