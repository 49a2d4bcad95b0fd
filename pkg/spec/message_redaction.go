package spec

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/jsonyaml"
	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/internal/strict"
)

// clean is a message fit to be shown, whatever of the input it repeats: it is one
// line, without what a terminal or a CI system would obey, and without the secrets
// that show by their look. All messages of this package pass through it.
func clean(message string) string { return printable.Line(secrets.Redact(message)) }

// private reports whether a path leads to a secret by the name of one of its fields:
// secretEnv.MAIL.key as much as env.DB_PASSWORD.
func private(path string) bool {
	for name := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		if name == "secretEnv" || secrets.IsName(name) {
			return true
		}
	}
	return false
}

// references are the fields that name a Secret, a key of one or the like.
var references = []string{"secret", "key", "name", "envFile", "pullSecrets"}

// isReference reports whether a value is such a name, if perhaps a wrong one. What has
// digits or signs may be the secret itself, in the wrong place.
func isReference(path, value string) bool {
	field := path[strings.LastIndexByte(path, '.')+1:]
	field, _, _ = strings.Cut(field, "[")
	named := slices.Contains(references, field) || strings.Contains(path, ".envNames.")
	return named && consistsOf(value, letters+"-_./ ")
}

// shortestSecret is the length below which a value is none.
const shortestSecret = 3

// shownPath is a path as messages have it: a key may be a secret in the wrong place.
func shownPath(path string) string { return secrets.Redact(path) }

// withheld is a message about a value, without the value where that is a secret by the
// path it stands at, and without any part of it that is one by its look. A message may
// have such a part alone: what it takes for a port, or for a field of a schedule.
func withheld(message, path, value string) string {
	if private(path) && !isReference(path, value) {
		message = hide(message, value)
	}
	for _, part := range secrets.Parts(value) {
		message = hide(message, part)
	}
	return withheldKeys(message, path)
}

// withheldValues is a message without a text at its path, or those of a list there, as
// withheld leaves it.
func withheldValues(message, path string, n *yaml.Node) string {
	switch n.Kind {
	case yaml.ScalarNode:
		return withheld(message, path, n.Value)
	case yaml.SequenceNode:
		for _, item := range n.Content {
			message = withheldValues(message, path, item)
		}
	default: // a map's texts have paths of their own
	}
	return message
}

// withheldKeys is a message without the secrets among the keys of its path.
func withheldKeys(message, path string) string {
	for _, part := range secrets.Parts(path) {
		message = hide(message, part)
	}
	return message
}

// hide takes a value out of a message, however the message repeats it.
func hide(message, value string) string {
	if len(value) < shortestSecret {
		return message
	}
	inside := func(text string) string { return strings.Trim(strconv.Quote(text), `"`) }
	return strings.NewReplacer(
		value, secrets.Hidden, inside(value), secrets.Hidden, strings.ToLower(value), secrets.Hidden,
		excerpt(value), secrets.Hidden, inside(excerpt(value)), secrets.Hidden,
	).Replace(message)
}

// excerpt is as much of a value as a message shows. Secrets are taken out of it before
// it is cut, since half of one has no look.
func excerpt(value string) string { return strict.Excerpt(secrets.Redact(value)) }

// secrecy keeps the secrets of a file out of what is said of it.
type secrecy struct{}

// Has reports whether a text holds a secret.
func (secrecy) Has(text string) bool { return secrets.In(text) != "" }

// Redact returns a text without the secrets that show by their look.
func (secrecy) Redact(text string) string { return secrets.Redact(text) }

// Key returns a key that no field has: it may be the secret itself, in the place of a field.
func (secrecy) Key(path, key string) string {
	if private(path) && !consistsOf(key, letters+"-_") {
		return secrets.Hidden
	}
	return key
}

// Message returns a message without the value it is about, where that is a secret. A word
// of a command line is one by the words before it: --password hunter2.
func (secrecy) Message(message string, about strict.Value) string {
	message = withheld(message, about.Path, about.Text)
	if kinds := secrets.InWords(about.List); kinds != nil && kinds[about.Index] != "" {
		message = hide(message, about.Text)
	}
	return message
}

// withhold takes from findings about a stack the values of its secrets. Where nothing is
// wrong no value has the look of one.
func withhold(s *DjangoStack, errs, warnings field.ErrorList) {
	documents := map[string]*strict.Positions{}
	for _, list := range []field.ErrorList{errs, warnings} {
		for _, e := range list {
			if !private(e.Field) && len(errs) == 0 {
				continue
			}
			found := documentOf(s, e.Field, documents).Find(e.Field)
			e.Detail = withheldKeys(e.Detail, e.Field)
			if found.Rest == "" {
				e.Detail = withheldValues(e.Detail, e.Field, found.Node())
			}
		}
	}
}

// documentOf is that field of the spec to which a path leads as if it had been loaded, or
// the metadata. Each is made once.
func documentOf(s *DjangoStack, path string, made map[string]*strict.Positions) *strict.Positions {
	alone, part := &DjangoStack{Metadata: s.Metadata}, ""
	if below, ok := strings.CutPrefix(path, "spec."); ok {
		name := below
		if end := strings.IndexAny(below, ".["); end >= 0 {
			name = below[:end]
		}
		if field, known := specType().Field(name); known {
			part = name
			of, to := reflect.ValueOf(&s.Spec).Elem(), reflect.ValueOf(&alone.Spec).Elem()
			field.In(to).Set(field.In(of))
		}
	}
	if made[part] == nil {
		data, err := json.Marshal(alone)
		if err != nil { // by a value that does not say itself
			data = []byte("{}")
		}
		made[part] = strict.NewPositions(jsonyaml.Parse(data))
	}
	return made[part]
}

// newFinding is what a rule says of a value.
func newFinding(kind field.ErrorType, path, detail string) *field.Error {
	return &field.Error{Type: kind, Field: path, BadValue: field.OmitValueType{}, Detail: clean(detail)}
}

// message is a field error's own words. A finding of this package's rules has no
// value beside its detail, which is whole.
func message(err *field.Error) string {
	if _, whole := err.BadValue.(field.OmitValueType); whole {
		return err.Detail
	}
	return lowerFirst(err.ErrorBody())
}
