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
	read("spec.valuesSchema", s.ValuesSchema)
	for _, name := range sorted.Keys(s.Manifests) {
		read("spec.manifests"+segment(name)+".file", s.Manifests[name].File)
	}
	for _, environment := range sorted.Keys(s.Environments) {
		patch := map[string]any(s.Environments[environment])
		read("spec.environments"+segment(environment)+".valuesSchema", textIn(patch, "valuesSchema"))
		manifests := strict.Entries(patch["manifests"])
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
	r.rebaseIn(spec, "valuesSchema", from)
	for _, manifest := range strict.Entries(spec["manifests"]) {
		if m, ok := manifest.(map[string]any); ok {
			r.rebaseIn(m, "file", from)
		}
	}
}

// rebaseIn rebases the name that is under a key.
func (r *repositoryReader) rebaseIn(tree map[string]any, key, from string) {
	name, given := tree[key].(string)
	if !given || checkFileName(name) != "" {
		return // which is said where it is read
	}
	to := path.Join(path.Dir(from), name)
	if relative, err := filepath.Rel(filepath.FromSlash(path.Dir(r.Path)), filepath.FromSlash(to)); err == nil {
		tree[key] = filepath.ToSlash(relative)
	}
}
