package spec

import (
	_ "embed"
	"fmt"
	"strings"
)

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
	if near, ok := nearest(name, strings.Fields(timeZones)); ok {
		return fmt.Sprintf("unknown time zone %q; did you mean %s?", name, near)
	}
	return fmt.Sprintf("unknown time zone %q; write an IANA name, such as Europe/Berlin or Etc/UTC", name)
}
