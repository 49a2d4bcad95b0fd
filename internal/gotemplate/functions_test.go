package gotemplate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/Masterminds/sprig/v3"

	"github.com/djangostack/djangostack/internal/gotemplate"
)

// builtins are the functions of text/template.
const builtins = "and call eq ge gt html index js le len lt ne not or print printf println urlquery"

// helms are those that Helm adds to sprig's (pkg/engine: funcMap).
const helms = "fromJson fromJsonArray fromToml fromYaml fromYamlArray getHostByName include lookup mustToJson mustToYaml required toJson toToml toYaml tpl"

// TestFunctions: each function of sprig, of Helm and of text/template is allowed, or refused
// with a reason; and there are no others.
func TestFunctions(t *testing.T) {
	want := slices.Concat(strings.Fields(builtins), strings.Fields(helms))
	for name := range sprig.TxtFuncMap() {
		want = append(want, name)
	}
	slices.Sort(want)
	want = slices.Compact(want)
	var got []string
	for _, f := range gotemplate.Functions() {
		got = append(got, f.Name)
		if refused := f.Group == "Refused"; refused != (f.Refused != "") {
			t.Errorf("%s is in the group %q, and refused for %q", f.Name, f.Group, f.Refused)
		}
		if f.Refused != "" && !strings.Contains(f.Refused, ";") {
			t.Errorf("%s is refused without a remedy: %s", f.Name, f.Refused)
		}
	}
	slices.Sort(got)
	for _, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("%s is no function of sprig or Helm; remove it from the table", name)
		}
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("%s is neither allowed nor refused; put it into the table", name)
		}
	}
	if len(slices.Compact(got)) != len(gotemplate.Functions()) {
		t.Error("a function stands twice in the table")
	}
}

// TestFunctionsAreThere calls each function that is allowed: with any arguments it says something
// of its own.
func TestFunctionsAreThere(t *testing.T) {
	for _, f := range gotemplate.Functions() {
		_, wrong := render(t, "{{ $_ := "+f.Name+" }}")
		if f.Refused != "" {
			if wrong == nil || !strings.Contains(wrong.Message, "is refused: ") {
				t.Errorf("%s: %v", f.Name, wrong)
			}
			continue
		}
		if wrong != nil && (strings.Contains(wrong.Message, "is not known") || strings.Contains(wrong.Message, "nil")) {
			t.Errorf("%s: %v", f.Name, wrong)
		}
	}
}
