package spec

import (
	"path"
	"path/filepath"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// readNamedFiles reads the files that a stack and its environments name, into the stack itself,
// and returns what is wrong with them.
func (d *Document) readNamedFiles(files *repositoryReader) Errors {
	var errs Errors
	read := func(at, name string) {
		if name == "" || d.known(at, "") {
			return
		}
		f, wrong := files.open(files.Path, name)
		if wrong != nil {
			wrong.Path = at
			errs = append(errs, d.placed(Errors{wrong})...)
			d.refused[at] = true
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
		manifests := strict.Entries(s.Environments[environment]["manifests"])
		for _, name := range sorted.Keys(manifests) {
			at := "spec.environments" + segment(environment) + ".manifests" + segment(name) + ".file"
			read(at, textIn(manifests[name], "file"))
		}
	}
	return errs
}

// textIn returns the text under a key of a map, "" where there is none.
func textIn(tree any, key string) string {
	text, _ := strict.Entries(tree)[key].(string)
	return text
}

// rebase makes the names of files in a spec, which are relative to the folder of the file that
// it is read from, relative to that of the stack's own file.
func (r *repositoryReader) rebase(spec map[string]any, from string) {
	manifests, _ := spec["manifests"].(map[string]any)
	for _, manifest := range manifests {
		m, _ := manifest.(map[string]any)
		name, given := m["file"].(string)
		if !given || checkFileName(name) != "" {
			continue // which is said where it is read
		}
		to := path.Join(path.Dir(from), name)
		if relative, err := filepath.Rel(filepath.FromSlash(path.Dir(r.Path)), filepath.FromSlash(to)); err == nil {
			m["file"] = filepath.ToSlash(relative)
		}
	}
}
