package spec_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/spec"
)

func TestCodes(t *testing.T) {
	for _, tt := range []struct {
		reason, in string
		want       spec.Code
		severity   spec.Severity
	}{
		{"no YAML", "  web: [\n", spec.CodeSyntax, spec.SeverityError},
		{"misspelt", "  wbe: {}\n", spec.CodeUnknownField, spec.SeverityError},
		{"text for a number", "  web: {port: x}\n", spec.CodeWrongType, spec.SeverityError},
		{"none of an enum's", "  web: {server: apache}\n", spec.CodeUnknownValue, spec.SeverityError},
		{"nothing", "  web:\n", spec.CodeRequired, spec.SeverityError},
		{"missing, by a rule", "  processes: {a: {}}\n", spec.CodeRequired, spec.SeverityError},
		{"not well formed", "  web: {port: 70000}\n", spec.CodeInvalid, spec.SeverityError},
		{"twice", "  web: {}\n  web: {}\n", spec.CodeDuplicate, spec.SeverityError},
		{"patches in a patch", "  environments: {a: {environments: {}}}\n", spec.CodeForbidden, spec.SeverityError},
		{"a secret", "  processes: {a: {command: [x, --password, Xk29fj3kd93]}}\n", spec.CodeSecretInPlainText, spec.SeverityError},
		{"one namespace", "  namespace: {name: a}\n  environments: {a: {}, b: {}}\n", spec.CodeConflict, spec.SeverityError},
		{"too many", "  cron: {" + many(1001) + "}\n", spec.CodeTooLarge, spec.SeverityError},
		{"null of nothing", "  environments: {a: {broker: null}}\n", spec.CodeNoEffect, spec.SeverityWarning},
		{"many cores", "  web: {resources: {requests: {cpu: 200}, limits: {cpu: 300}}}\n", spec.CodeUnusual, spec.SeverityWarning},
		{"an extension's rule", "  extensions: {search: {}}\n", spec.CodeRequired, spec.SeverityError},
	} {
		_, errs, warnings := resolved(t, tt.in)
		found := errs
		if tt.severity == spec.SeverityWarning {
			found = warnings
		}
		if len(found) == 0 || found[0].Code != tt.want || found[0].Severity != tt.severity {
			t.Errorf("%s: %v, want %s", tt.reason, found, tt.want)
		}
	}
	if _, err := spec.Load(strings.NewReader("kind: Pod\n"), ""); spec.AsErrors(err)[0].Code != spec.CodeNoStack {
		t.Error(err)
	}
}

// TestEveryFindingHasACode: of all that is said of the examples of mistakes.
func TestEveryFindingHasACode(t *testing.T) {
	files, err := filepath.Glob("../../examples/invalid/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		doc, err := spec.Load(bytes.NewReader(readFile(t, file)), "")
		all := spec.AsErrors(err)
		if doc != nil {
			_, errs, warnings := doc.Resolve()
			all = append(append(all, errs...), warnings...)
			for _, w := range warnings {
				if w.Severity != spec.SeverityWarning {
					t.Errorf("%s: %v is a warning", file, w)
				}
			}
		}
		for _, e := range all {
			if e.Code == "" {
				t.Errorf("%s: %v has no code", file, e)
			}
		}
	}
}

func TestErrorAsJSON(t *testing.T) {
	data, err := json.Marshal(spec.Error{Line: 1, Column: 2, Path: "spec.web", Code: spec.CodeInvalid, Severity: spec.SeverityWarning})
	if err != nil || !strings.Contains(string(data), `"Code":"invalid","Severity":"warning"`) {
		t.Errorf("%v: %s", err, data)
	}
}
