package gotemplate_test

import (
	"testing"

	"github.com/djangostack/djangostack/internal/gotemplate"
)

// FuzzRender: no template panics, takes more than its budget, or renders two things of one data.
func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		"{{ .Values.name | upper | quote }}", "{{ range $k, $v := .Values.labels }}{{ $k }}{{ end }}",
		"{{ define \"x\" }}{{ include \"x\" . }}{{ end }}{{ include \"x\" . }}", "{{ tpl \"{{ . }}\" .Values.name }}",
		"{{ $d := dict \"a\" 1 }}{{ $_ := set $d \"b\" $d }}{{ toYaml $d }}", "{{ regexReplaceAll \"(a+)+\" .Values.name \"$1\" }}",
		"{{ repeat 1000 \"a\" | nindent 1000 }}", "{{ with (.Values.none).a }}{{ else with .Values.list }}{{ first . }}{{ end }}",
		"{{ merge .Values .Values.labels | toJson | fromJson | keys }}", "a: {{ .Values.on }}\n---\nb: [{{ .Values.port }}]\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			return
		}
		set, wrong := gotemplate.Parse([]gotemplate.Source{{Name: "t", Text: text}}, options)
		if len(wrong) > 0 {
			return
		}
		var first string
		for i := range 2 {
			run, err := set.NewRun()
			if err != nil {
				t.Fatal(err)
			}
			rendered := ""
			if out, failed := run.Render("t", data()); failed == nil {
				rendered = out.Text()
				documents, _ := out.Documents()
				for _, d := range documents {
					_ = d.Errorf("a.b", "wrong")
				}
			} else {
				rendered = failed.Error()
			}
			if i == 0 {
				first = rendered
			} else if first != rendered {
				t.Fatalf("%q and then %q", first, rendered)
			}
		}
	})
}
