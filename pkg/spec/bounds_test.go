package spec

import (
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/internal/worktest"
)

// perByte is how many bytes the package may allocate for one of a file that is loaded
// and checked: the parser takes some hundred, and reads a broken file again and again
// to find the line.
const perByte = 2000

// TestWorkIsBounded: what costs more than its size in one way or another is within the
// same bound at any size.
func TestWorkIsBounded(t *testing.T) {
	for _, series := range growing {
		t.Run(series.of, func(t *testing.T) {
			text := head + series.body(8*series.n)
			worktest.Bounded(t, len(text), perByte, func() { checkText(text) })
		})
	}
}

// TestAtMostAHundredFindings: a file that is wrong throughout gets a hundred lines and
// one that counts the others, whoever finds them.
func TestAtMostAHundredFindings(t *testing.T) {
	const wrong = 250
	text := head + "  django: {hosts: [a.example.com], settings: a.settings, env: {" + each(wrong, "'%d-': a, ") + "}}\n" +
		"  image: {repository: a, tag: b}\n"
	doc, err := Load(strings.NewReader(text), "f")
	if err != nil {
		t.Fatal(err)
	}
	_, errs, _ := doc.Resolve()
	merged, err := doc.Stack.Effective("prod")
	if err != nil {
		t.Fatal(err)
	}
	list, _ := Validate(merged)
	if len(errs) != strict.MaxFindings+1 || len(list) != strict.MaxFindings+1 {
		t.Fatalf("Check has %d findings and Validate %d, want %d and one more", len(errs), len(list), strict.MaxFindings)
	}
	for of, got := range map[string]string{"Check": errs[strict.MaxFindings].Message, "Validate": list[strict.MaxFindings].Detail} {
		if got != "and 150 more" {
			t.Errorf("the last finding of %s is %q", of, got)
		}
	}
	warned := head + "  environments: {prod: {django: {env: {" + each(wrong, "W%d: null, ") + "}}}}\n"
	if doc, err = Load(strings.NewReader(warned), "f"); err != nil {
		t.Fatal(err)
	}
	_, _, warnings := doc.Resolve()
	if n := len(warnings); n != strict.MaxFindings+1 || !strings.HasPrefix(warnings[strict.MaxFindings].Message, "and 15") {
		t.Errorf("%d warnings, the last %v", n, warnings[n-1])
	}
}

// whole is a stack that lacks nothing.
const whole = head + "  image: {repository: a, tag: b}\n  django: {settings: a.settings, hosts: [a.example.com]}\n  databases: {default: {}}\n"

// manyRefused has as many values as Load speaks of, all refused, and for each a rule that
// misses it.
var manyRefused = whole + "  network: {egress: {x: {}}}\n" +
	"  cron: {" + each(strict.MaxFindings/2, "c%d: {schedule: [1], command: {a: b}}, ") + "}\n"

// TestWhatLoadRefusedIsNoFinding: values that Load refused take no finding's place, and
// are not among those that are only counted.
func TestWhatLoadRefusedIsNoFinding(t *testing.T) {
	refused := "  cron: {" + each(40, "c%d: {schedule: [1], command: {a: b}}, ") + "}\n"
	missing := func(n int) string { return "  network: {egress: {" + each(n, "x%d: {}, ") + "}}\n" }
	for _, test := range []struct {
		reason, text string
		want         int
		last         string
	}{
		{"as many values refused as there are places", manyRefused, 1, "spec.network.egress.x.ports: missing; list"},
		{"findings of rules beside refused values", whole + refused + missing(60), 60, "spec.network.egress.x59.ports: missing; list"},
		{"more findings than are listed", whole + refused + missing(103), 101, "and 3 more"},
	} {
		t.Run(test.reason, func(t *testing.T) {
			doc, err := Load(strings.NewReader(test.text), "f")
			if err == nil {
				t.Fatal("Load refuses nothing")
			}
			_, errs, _ := doc.Resolve()
			if len(errs) != test.want || !strings.Contains(errs[len(errs)-1].Error(), test.last) {
				t.Errorf("%d findings, want %d and at last %q, not %v", len(errs), test.want, test.last, errs[len(errs)-1])
			}
		})
	}
}
