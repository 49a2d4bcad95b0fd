package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// loadReport is what the probe says at the end of a load; see probe/load.go.
type loadReport struct {
	Requests, Writes, Failed int
	Releases                 map[string]int
	Failures                 []string
	First, Last              float64
	Median                   float64 `json:"medianMillis"`
	P99                      float64 `json:"p99Millis"`
}

// stop ends the flow, waits for the requests that are under way and reads the report.
func (l *load) stop() loadReport {
	l.t.Helper()
	defer l.cancel()
	_ = l.stdin.Close() // ends the load; the process may have ended by itself
	if err := l.cmd.Wait(); err != nil {
		l.t.Fatalf("load: %v: %s", err, l.out.String())
	}
	var r loadReport
	if err := json.Unmarshal(l.out.Bytes(), &r); err != nil {
		l.t.Fatalf("load: %v: %s", err, l.out.String())
	}
	if r.Requests == 0 {
		l.t.Fatal("load: no request was made")
	}
	return r
}

// none fails the test if a request failed.
func (r loadReport) none(l *load) string {
	if r.Failed > 0 {
		l.t.Errorf("%d of %d requests failed: %s\n%s", r.Failed, r.Requests, strings.Join(r.Failures, "; "), l.stack.complaints())
	}
	return r.String()
}

func (r loadReport) String() string {
	text := fmt.Sprintf("%d of %d requests failed, median %.0f ms, p99 %.0f ms", r.Failed, r.Requests, r.Median, r.P99)
	if len(r.Releases) > 1 {
		var parts []string
		for _, release := range slices.Sorted(maps.Keys(r.Releases)) {
			parts = append(parts, fmt.Sprintf("%d by %s", r.Releases[release], release))
		}
		text += ", " + strings.Join(parts, ", ")
	}
	return text
}
