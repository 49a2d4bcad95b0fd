package spec

import (
	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/internal/sorted"
)

// validateManifests checks what templates of manifests are made of. What they render their
// component checks.
func validateManifests(r *report, s *DjangoStack) {
	for _, name := range sorted.Keys(s.Spec.Manifests) {
		m, path := s.Spec.Manifests[name], "spec.manifests"+segment(name)
		r.name(path, name)
		switch {
		case m.Template == "" && m.File == "":
			r.missing(path, "write template with the text, or file with the path of one")
		case m.Template != "" && m.File != "":
			r.forbidden(path+".file", "cannot be combined with template; remove one of them")
		default:
			r.namedFile(path+".file", m.File, &s.Spec)
		}
		for _, port := range sorted.Keys(m.Ports) {
			r.portName(path+".ports"+segment(port), port)
		}
	}
}

// namedFile checks a file that the stack names: that its content is there, and has no secrets.
func (r *report) namedFile(path, name string, s *StackSpec) {
	if name == "" {
		return
	}
	content, there := s.Files[name]
	if !there {
		r.invalid(path, "%s", noRepository)
		return
	}
	if what := secrets.InFile(content); what != "" {
		r.invalid(path, "the file holds %s in plain text; name a Secret that has it", what)
	}
}

// Text returns the text of a template.
func (m Manifest) Text(s *StackSpec) string {
	if m.File != "" && s != nil {
		return s.Files[m.File]
	}
	return string(m.Template)
}
