package cli

import (
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestExcerptsEnd: the difference of a file is cut in whole lines, and so are those of many.
func TestExcerptsEnd(t *testing.T) {
	line := "+" + strings.Repeat("x", 98) + "\n" // 655 of them have less than 64 KiB
	for _, c := range []struct{ reason, diff, want string }{
		{"as it is", line, line},
		{"in whole lines", strings.Repeat(line, 700), strings.Repeat(line, 655) + "… and 45 more lines\n"},
		{"a line that is longer than all that is shown", strings.Repeat("x", maxShownFile) + "\n", "… and 1 more line\n"},
	} {
		var s excerpts
		if got := s.text(overlays.Drift{Path: "a", Diff: c.diff}); got != c.want {
			t.Errorf("%s: %d bytes that end in %q, want %d", c.reason, len(got), got[max(0, len(got)-40):], len(c.want))
		}
	}
	var all excerpts
	size := 0
	for range 30 {
		size += len(all.text(overlays.Drift{Path: "a", Diff: strings.Repeat(line, 700)}))
	}
	if size > maxShown+maxShownFile || all.rest() != "and 13 more files\n" {
		t.Errorf("%d bytes, %q", size, all.rest())
	}
}
