// Package worktest holds work against the size of what it is done for, and has tests do less of
// it under the race detector; for tests.
package worktest

import (
	"os"
	"runtime"
	"strings"
	"testing"
)

// anyway is what work may allocate for the smallest input.
const anyway = 64 << 20

// Bounded fails where work allocates more than perByte for each byte of an input of
// that size, beyond what any input may cost.
func Bounded(tb testing.TB, size, perByte int, work func()) {
	tb.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	used, most := after.TotalAlloc-before.TotalAlloc, uint64(anyway+perByte*size)
	if used > most {
		tb.Errorf("%d bytes of input have %d allocated, more than %d", size, used, most)
	}
}

// Documented fails where a page that tells users the limits does not have a row of
// them, such as "| 1000 | entries"; the page writes 1,000.
func Documented(tb testing.TB, page string, rows ...string) {
	tb.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		tb.Fatal(err)
	}
	for _, row := range rows {
		if !strings.Contains(strings.ReplaceAll(string(text), ",", ""), "\n"+row) {
			tb.Errorf("%s has no row that begins with %q", page, row)
		}
	}
}
