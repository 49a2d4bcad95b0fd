package policy

import (
	"embed"
	"fmt"
	"reflect"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/pkg/spec"
)

// The doc comments of the types are the one source of what the JSON Schema and explain say.
//
//go:embed *_types.go
var sources embed.FS

// fileType describes a whole file.
var fileType = sync.OnceValue(func() *strict.Type {
	of := reflect.TypeFor[DjangoStackPolicy]()
	t, err := strict.Of(of, strict.Options{
		Docs:    []strict.Docs{{Package: of.PkgPath(), Files: sources}},
		Title:   Kind,
		Const:   map[string]string{"apiVersion": spec.APIVersion, "kind": Kind},
		Secrets: secrecy{},
		Hints:   strict.Hints{Field: otherField},
	})
	if err != nil {
		panic("policy: " + err.Error()) // a mistake in this package, found by its first test
	}
	return t
})

// otherWords are what others call the fields of the spec.
var otherWords = map[string]string{
	"allowedKinds":       "spec.kinds",
	"allowedRegistries":  "spec.images",
	"networkOpenings":    "spec.network",
	"networkPolicies":    "spec.network.required",
	"podSecurity":        "spec.loweredSecurity",
	"priorityClassNames": "spec.priorityClasses",
	"registries":         "spec.images",
	"repositories":       "spec.images",
	"volumes":            "spec.claims",
}

// otherField is the remedy for a field of the spec that others have under another name.
func otherField(_ *strict.Type, path, name string) (near, remedy string) {
	if field := otherWords[name]; field != "" && path == "spec."+name {
		return "", "did you mean " + field + "?"
	}
	return "", ""
}

// secrecy keeps what looks like a secret out of messages.
type secrecy struct{}

func (secrecy) Has(text string) bool                       { return secrets.In(text) != "" }
func (secrecy) Redact(text string) string                  { return secrets.Redact(text) }
func (secrecy) Key(_, key string) string                   { return key }
func (secrecy) Message(text string, _ strict.Value) string { return text }

// Schema returns the JSON Schema of a policy's file, for editors.
func Schema() ([]byte, error) { return fileType().JSONSchema() }

// Explain describes the field of a policy at a path, as kubectl explain does. The empty path is the
// whole file.
func Explain(path string) (string, error) { return fileType().Explain(path) }

// maxEntries is how many entries a list may have.
const maxEntries = spec.MaxEntries

// checkKind looks at the fields that say what a file is. A file of another version or kind is not
// looked at any further.
func (p *Policy) checkKind(root *yaml.Node) []strict.Finding {
	if root.Kind != yaml.MappingNode {
		return []strict.Finding{atTop(strict.CodeWrongType, fmt.Sprintf("must be a %s; begin with apiVersion: %s", Kind,
			spec.APIVersion))}
	}
	for _, want := range []struct{ path, value string }{{"apiVersion", spec.APIVersion}, {"kind", Kind}} {
		found := p.positions.Find(want.path)
		switch {
		case found.Rest != "":
			return []strict.Finding{p.mistake(strict.CodeRequired, want.path, "missing; write %s: %s", want.path, want.value)}
		case found.IsScalar() && found.Node().Value != want.value:
			return []strict.Finding{p.mistake(strict.CodeUnknownValue, want.path, "must be %s and is %q; write %[1]s, or give "+
				"another file", want.value, secrets.Redact(strict.Excerpt(found.Node().Value)))}
		}
	}
	return nil
}

// check finds what the types do not say, of a file in which some paths are wrong already.
func (p *Policy) check(refused map[string]bool) []strict.Finding {
	var found []strict.Finding
	if p.Metadata.Name == "" {
		found = append(found, p.mistake(strict.CodeRequired, "metadata.name",
			"missing; name the policy, so that findings can say whose they are"))
	}
	if len(refused) == 0 && reflect.ValueOf(p.Spec).IsZero() {
		found = append(found, p.mistake(strict.CodeRequired, "spec", "allows everything; write what is allowed, such as "+
			"images: [registry.example/acme/*]"))
	}
	return append(found, p.checkLists(reflect.ValueOf(p.Spec), fileType().At("spec"), "spec")...)
}

// checkLists finds lists that are too long.
func (p *Policy) checkLists(v reflect.Value, t *strict.Type, path string) []strict.Finding {
	var found []strict.Finding
	for i := range t.Fields {
		f := &t.Fields[i]
		below, at := f.In(v), path+"."+f.Name
		switch f.Type.Kind {
		case strict.Struct:
			found = append(found, p.checkLists(below, f.Type, at)...)
		case strict.List:
			if n := below.Len(); n > maxEntries {
				found = append(found, p.mistake(strict.CodeTooLarge, at,
					"must have at most %d entries and has %d; write patterns", maxEntries, n))
			}
		default:
		}
	}
	return found
}

func (p *Policy) mistake(code strict.Code, path, format string, args ...any) strict.Finding {
	f := strict.Finding{Code: code, Path: path, Message: fmt.Sprintf(format, args...)}
	f.Line, f.Column = p.positions.Find(path).Position()
	return f
}
