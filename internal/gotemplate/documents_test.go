package gotemplate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/gotemplate"
)

func output(t *testing.T, text string) *gotemplate.Output {
	t.Helper()
	set, wrong := gotemplate.Parse([]gotemplate.Source{{Name: "t", Text: text}}, options)
	if len(wrong) > 0 {
		t.Fatal(wrong[0])
	}
	run, err := set.NewRun()
	if err != nil {
		t.Fatal(err)
	}
	out, failed := run.Render("t", data())
	if failed != nil {
		t.Fatal(failed)
	}
	return out
}

func TestDocuments(t *testing.T) {
	out := output(t, `# a comment
---
{{- range .Values.list }}
---
kind: A
spec:
  number: {{ . }}
  none:
{{- end }}
---
# nothing
---
kind: B
`)
	documents, wrong := out.Documents()
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	var got []any
	for _, d := range documents {
		got = append(got, d.Value)
	}
	number := func(n int64) any {
		return map[string]any{"kind": "A", "spec": map[string]any{"number": n, "none": nil}}
	}
	if diff := cmp.Diff([]any{number(3), number(1), number(2), map[string]any{"kind": "B"}}, got); diff != "" {
		t.Error(diff)
	}
	for path, want := range map[string]string{
		"spec.number":       `line 7 of template "t" (line 11 of what it renders): wrong`,
		"spec.other.number": `line 6 of template "t" (line 10 of what it renders): wrong`,
		"kind":              `line 5 of template "t" (line 9 of what it renders): wrong`,
	} {
		if got := documents[1].Errorf(path, "wrong").Error(); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// TestSource: each line that is rendered leads to the line that made it.
func TestSource(t *testing.T) {
	const text = `1
{{- define "x" }}
a
b
{{- end }}
{{ include "x" . }}
{{ range $i := until 2 }}
8: {{ $i }}
9
{{- end }}
{{- if .Values.on }}
  {{- "12\n13" | nindent 0 }}
13
{{- end }}
15`
	out := output(t, text)
	var got strings.Builder
	for i, line := range strings.Split(out.Text(), "\n") {
		fmt.Fprintf(&got, "%s<%d\n", line, out.Source(i+1))
	}
	const want = `1<1
<6
a<6
b<6
<7
8: 0<8
9<9
8: 1<8
9<9
12<12
13<12
13<13
15<15
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestDocumentsRefuse(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"no YAML", "a: 1\n b: {{ .Values.name }}\n", `line 2 of template "t" (line 2 of what it renders): a ": " is not expected here; quote the value if the colon belongs to it, else check the indentation`},
		{"a key twice", "a: 1\n{{ \"a: 2\" }}\n", `line 2 of template "t" (line 2 of what it renders): a: duplicate key; it stands in line 1 already`},
		{"an old truth value", "a:\n  b: {{ \"yes\" }}\n", `line 2 of template "t" (line 2 of what it renders): a.b: yes, which many tools read as true or false; quote it: b: "yes", or write true or false`},
		{"a template that is left", "a: {{ \"{{ .b }}\" }}\n", `line 1 of template "t" (line 1 of what it renders): a: a key must be a name, not a map`},
	} {
		_, wrong := output(t, tt.in).Documents()
		if len(wrong) != 1 || wrong[0].Error() != tt.want {
			t.Errorf("%s: %v, want %s", tt.reason, wrong, tt.want)
		}
	}
}
