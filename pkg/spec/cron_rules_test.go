package spec

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

func TestTimeZones(t *testing.T) {
	names := strings.Fields(timeZones)
	if len(names) < 400 || !slices.IsSorted(names) {
		t.Fatalf("%d names, want more than 400, sorted", len(names))
	}
	for _, name := range names {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%s: Go does not know it: %v", name, err)
		}
	}
	for _, name := range []string{"", "Local", "europe/berlin", "Europe", "CET\nCST6CDT"} {
		if isTimeZone(name) {
			t.Errorf("%q is taken for a time zone", name)
		}
	}
}
