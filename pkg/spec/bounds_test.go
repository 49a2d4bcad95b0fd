package spec

import (
	"strings"
	"testing"

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
	errs, _ := doc.Check()
	merged, err := doc.Stack.For("prod")
	if err != nil {
		t.Fatal(err)
	}
	merged.SetDefaults("prod")
	list, _ := Validate(merged)
	if len(errs) != maxErrors+1 || len(list) != maxErrors+1 {
		t.Fatalf("Check has %d findings and Validate %d, want %d and one more", len(errs), len(list), maxErrors)
	}
	for of, got := range map[string]string{"Check": errs[maxErrors].Message, "Validate": list[maxErrors].Detail} {
		if got != "and 150 more" {
			t.Errorf("the last finding of %s is %q", of, got)
		}
	}
	warned := head + "  environments: {prod: {django: {env: {" + each(wrong, "W%d: null, ") + "}}}}\n"
	if doc, err = Load(strings.NewReader(warned), "f"); err != nil {
		t.Fatal(err)
	}
	_, warnings := doc.Check()
	if n := len(warnings); n != maxErrors+1 || !strings.HasPrefix(warnings[maxErrors].Message, "and 15") {
		t.Errorf("%d warnings, the last %v", n, warnings[n-1])
	}
}
