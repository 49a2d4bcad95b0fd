package web

import (
	"bytes"
	"embed"
	"fmt"
	"sync"
	"text/template"
)

//go:embed nginx.conf.tmpl
var templateFiles embed.FS

// templates are parsed when the first is asked for: most commands ask for none.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Option("missingkey=error").ParseFS(templateFiles, "nginx.conf.tmpl"))
})

// render makes a config file of its template. Templates and values are both the
// program's own, so a failure is a mistake in it.
func render(name string, values map[string]any) string {
	var out bytes.Buffer
	if err := templates().ExecuteTemplate(&out, name+".tmpl", values); err != nil {
		panic(fmt.Sprintf("config template %s: %v", name, err))
	}
	return out.String()
}
