package web

import (
	"bytes"
	"embed"
	"fmt"
	"sync"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

//go:embed nginx.conf.tmpl
var templateFiles embed.FS

// allowed are the sprig functions config templates may use: each gives the same
// answer for the same arguments on any machine at any time.
var allowed = []string{"indent", "join", "quote", "trimSuffix"}

// templates are parsed when the first is asked for: most commands ask for none.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").
		Funcs(functions()).
		Option("missingkey=error").
		ParseFS(templateFiles, "nginx.conf.tmpl"))
})

func functions() template.FuncMap {
	all := sprig.TxtFuncMap()
	some := template.FuncMap{}
	for _, name := range allowed {
		some[name] = all[name]
	}
	return some
}

// render makes a config file of its template. Templates and values are both the
// program's own, so a failure is a mistake in it.
func render(name string, values map[string]any) string {
	var out bytes.Buffer
	if err := templates().ExecuteTemplate(&out, name+".tmpl", values); err != nil {
		panic(fmt.Sprintf("config template %s: %v", name, err))
	}
	return out.String()
}
