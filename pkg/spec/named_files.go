package spec

import (
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// readNamedFiles reads the files that a stack and its environments name, into the stack itself.
func (d *Document) readNamedFiles(r *strict.Reader) {
	files := newRepositoryReader(d.loader.repository, d.File)
	read := func(path, name string) {
		if name == "" {
			return
		}
		f, wrong := files.open(files.Path, name)
		if wrong != nil {
			found := d.positions.Find(path)
			r.Report(found.Node(), strict.Code(wrong.Code), path, wrong.Message)
			return
		}
		if d.Stack.Spec.Files == nil {
			d.Stack.Spec.Files = map[string]string{}
		}
		d.Stack.Spec.Files[name] = string(f.data)
	}
	s := &d.Stack.Spec
	for _, name := range sorted.Keys(s.Manifests) {
		read("spec.manifests"+segment(name)+".file", s.Manifests[name].File)
	}
	for _, environment := range sorted.Keys(s.Environments) {
		patch, path := map[string]any(s.Environments[environment]), "spec.environments"+segment(environment)
		manifests, _ := patch["manifests"].(map[string]any)
		for _, name := range sorted.Keys(manifests) {
			read(path+".manifests"+segment(name)+".file", textIn(manifests[name], "file"))
		}
	}
}

// textIn returns the text under a key of a map, "" where there is none.
func textIn(tree any, key string) string {
	m, _ := tree.(map[string]any)
	text, _ := m[key].(string)
	return text
}
