package spec

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

func validateCron(r *report, s *DjangoStack) {
	for _, name := range sorted.Keys(s.Spec.Cron) {
		c, path := s.Spec.Cron[name], "spec.cron"+segment(name)
		r.name(path, name)
		if c.Schedule == "" {
			r.missing(path+".schedule", `write minute, hour, day, month and weekday, such as "0 3 * * *"`)
		}
		r.commandOrManage(path, s.Spec.Django, c.Command, c.Manage)
		r.positive(path+".timeout", c.Timeout)
		if !isTimeZone(c.TimeZone) {
			r.invalid(path+".timeZone", "%s", notATimeZone(c.TimeZone))
		}
	}
}

// timeZones are the names of the IANA time zone database, one a line. They are
// a file of this package, and not what the machine knows, so that a spec is
// valid everywhere or nowhere.
//
//go:embed timezones.txt
var timeZones string

func isTimeZone(name string) bool {
	return name != "" && !strings.Contains(name, "\n") && strings.Contains(timeZones, "\n"+name+"\n")
}

func notATimeZone(name string) string {
	if near, ok := strict.Nearest(name, strings.Fields(timeZones)); ok {
		return fmt.Sprintf("unknown time zone %q; did you mean %s?", name, near)
	}
	return fmt.Sprintf("unknown time zone %q; write an IANA name, such as Europe/Berlin or Etc/UTC", name)
}
