package e2e

import (
	"strings"
	"testing"
)

// claim is one sentence of the report and the code that finds out whether it
// holds. test returns the figure that goes with it.
type claim struct {
	text string
	test func(t *testing.T, s *stack) string
}

// outcome is a line of the report. It starts as "not run": only a test that came
// to its end without a failure makes it "holds".
type outcome struct {
	scenario, claim, result, figure string
}

const (
	notRun = "not run"
	holds  = "holds"
	fails  = "FAILS"
)

var outcomes []*outcome

// check runs a scenario's claims in order against the stack that setup brings
// up. All of them are in the report before the first runs, so that none is lost
// when the setup fails.
func check(t *testing.T, scenario string, setup func(t *testing.T) *stack, claims []claim) {
	t.Helper()
	lines := make([]*outcome, len(claims))
	for i, c := range claims {
		lines[i] = &outcome{scenario: scenario, claim: c.text, result: notRun}
	}
	outcomes = append(outcomes, lines...)
	s := setup(t)
	for i, c := range claims {
		line := lines[i]
		t.Run(c.text, func(t *testing.T) {
			line.result = fails
			defer func() {
				if t.Skipped() && !t.Failed() {
					line.result, line.figure = notRun, s.untried
				}
			}()
			line.figure = c.test(t, s)
			if !t.Failed() {
				line.result = holds
			}
		})
	}
}

// skip ends a claim that this cluster gives no way to try; the table says why.
func (s *stack) skip(t *testing.T, why error) {
	t.Helper()
	s.untried = strings.Join(strings.Fields(why.Error()), " ")
	t.Skip(why)
}
