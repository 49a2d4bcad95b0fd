package spec

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// Origin is a value of a stack in an environment, and where it comes from.
type Origin struct {
	// Path of the value, spec.web.replicas.
	Path string
	// Value as JSON, text without quotes; a secret is hidden. Empty where there is none.
	Value string
	// Layer is where the value comes from or, where there is none, what removes it.
	Layer Layer
	// File is the one that sets or removes the value, by its name; empty where none does.
	File string
	// Line and Column, from 1, are where it does so; 0 where none does.
	Line, Column int
	// Default is what the doc comment of the field says of its default.
	Default string
}

// Layer is one of the places that a value may come from, each over those behind it.
type Layer string

// The layers.
const (
	LayerEnvironment         Layer = "environment"
	LayerSpec                Layer = "spec"
	LayerExtendedEnvironment Layer = "environment of an extended file"
	LayerExtendedSpec        Layer = "extended file"
	LayerElements            Layer = "defaults of all elements"
	LayerProfile             Layer = "profile"
	LayerDefault             Layer = "default"
	LayerNone                Layer = "" // the value is not set
)

// Origins returns where the values at a path come from in an environment, those below it each by
// itself and in the order of the fields: scalars, and lists as a whole. The environment may be
// "", for the spec alone, and the leading "spec." may be left out. What null removed is among
// them, without a value. It fails where there is no such field or environment; the stack need
// not be valid.
func (d *Document) Origins(path, environment string) ([]Origin, error) {
	if d == nil || d.Stack == nil {
		return nil, Errors{{Code: CodeNoStack, Message: noStack}}
	}
	e, err := d.loader.Effective(d.Stack, environment)
	if err != nil {
		return nil, err
	}
	o := &origins{document: d, environment: environment, secret: secretPaths(e)}
	o.loader = d.loader
	var found []Origin
	for _, leaf := range leavesOf(d.loader, e) {
		if inAsked(leaf.path, path) {
			found = append(found, o.of(leaf))
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	field, err := d.loader.stackType().FieldAt(path)
	if err != nil {
		return nil, err
	}
	return []Origin{o.of(leaf{path: fullPath(path), field: field})}, nil
}

// origins finds those of one environment.
type origins struct {
	document    *Document
	loader      Loader
	environment string
	secret      map[string]bool
	profiles    []map[string]string // the values with each profile; nil before they are asked for
}

// leaf is a value of a stack that holds no others, or one that null removed.
type leaf struct {
	path, value string
	field       *strict.Field // nil where it is an entry of a map
}

// of finds the origin of a value.
func (o *origins) of(l leaf) Origin {
	origin := Origin{Path: shownPath(l.path), Value: o.shown(l), Default: defaultOf(l.field)}
	at, layer := o.document.origin(l.path, o.environment)
	if beneath := beneathElement(l.path); layer == LayerNone && beneath != "" {
		if at, layer = o.document.origin(beneath, o.environment); layer != LayerNone {
			layer = LayerElements
		}
	}
	switch {
	case layer != LayerNone && (l.value == "") == at.IsNull():
		origin.Layer, origin.File = layer, at.file
		origin.Line, origin.Column = at.Position()
	case l.value == "":
	case l.path != "spec.profile" && o.differsByProfile(l):
		origin.Layer = LayerProfile
	default:
		origin.Layer = LayerDefault
	}
	return origin
}

// shown is a value as it may be shown.
func (o *origins) shown(l leaf) string {
	for path := range o.secret {
		if within(path, l.path) {
			return secrets.Hidden
		}
	}
	words := strings.NewReplacer(`["`, "", `"]`, "", `","`, " ").Replace(l.value) // of a list of names
	if l.value != "" && private(l.path) && !isReference(l.path, words) {
		return secrets.Hidden
	}
	return clean(l.value)
}

// secretPaths are those of secrets in plain text, which no stack may have.
func secretPaths(e *Effective) map[string]bool {
	r := &report{loader: e.loader}
	validatePlainText(r, e.DjangoStack)
	paths := map[string]bool{}
	for _, found := range r.errs.list {
		paths[found.Field] = true
	}
	return paths
}

// differsByProfile reports whether another profile would have another default.
func (o *origins) differsByProfile(l leaf) bool {
	for _, name := range []Profile{ProfileDev, ProfileStaging, ProfileProd} {
		if len(o.profiles) == 3 {
			break
		}
		values := map[string]string{}
		if merged, err := o.document.Stack.For(o.environment); err == nil {
			merged.Spec.Profile = name
			if e, err := o.loader.complete(merged, o.environment); err == nil {
				for _, one := range leavesOf(o.loader, e) {
					values[one.path] = one.value
				}
			}
		}
		o.profiles = append(o.profiles, values)
	}
	for _, values := range o.profiles {
		if values[l.path] != l.value {
			return true
		}
	}
	return false
}

// origin is the highest place that sets or removes a value, in the way in which layers are
// merged: what is removed with all that it is in, and begun anew above, is not set.
func (d *Document) origin(path, environment string) (standing, Layer) {
	rest, inSpec := strings.CutPrefix(path, "spec.")
	if !inSpec {
		return standing{Found: d.find(path), file: d.File}, LayerSpec
	}
	begun, ended := 0, false // how much of the path a higher layer has; whether one removes the environment
	for i, l := range d.files() {
		prefixes, of := []string{"spec."}, []Layer{LayerSpec, LayerEnvironment}
		if i > 0 {
			of = []Layer{LayerExtendedSpec, LayerExtendedEnvironment}
		}
		if environment != "" && !ended {
			prefixes = append(prefixes, "spec.environments"+segment(environment)+".")
		}
		for n, prefix := range slices.Backward(prefixes) {
			at := l.positions.Find(prefix + rest)
			has := len(rest) + 1 - len(at.Rest)
			switch {
			case at.IsNull() && at.Rest != "" && begun >= has:
				return standing{}, LayerNone
			case at.IsNull() && has == 0:
				ended = true
			case at.IsNull() && has > 0, at.Rest == "", has > 0 && at.IsScalar():
				return standing{Found: at, file: l.file}, of[n]
			}
			begun = max(begun, has)
		}
	}
	return standing{}, LayerNone
}

// leavesOf lists the values of a stack, and what null removed.
func leavesOf(l Loader, e *Effective) []leaf {
	var all []leaf
	w := &walk{}
	w.visit = func(v reflect.Value, t *strict.Type) (deeper bool) {
		switch t.Kind {
		case strict.Struct, strict.Map, strict.Sections, strict.Patch:
			return true
		default:
			one := leaf{path: w.at(), value: jsonOf(v)}
			if last := w.steps[len(w.steps)-1]; last.field != "" {
				one.field = w.field
			}
			all = append(all, one)
			return false
		}
	}
	w.value(reflect.ValueOf(e.DjangoStack).Elem(), l.stackType())
	return appendRemoved(all, l, "spec", e.Spec.Removed)
}

// appendRemoved adds what null removed and no default has put back.
func appendRemoved(all []leaf, l Loader, path string, removed map[string]any) []leaf {
	for _, name := range sorted.Keys(removed) {
		at := path + segment(name)
		if below, isMap := removed[name].(map[string]any); isMap {
			all = appendRemoved(all, l, at, below)
			continue
		}
		there := false
		for _, other := range all {
			there = there || within(other.path, at)
		}
		if !there {
			field, _ := l.stackType().FieldAt(at)
			all = append(all, leaf{path: at, field: field})
		}
	}
	return all
}

// jsonOf is a value as JSON, or text as it is.
func jsonOf(v reflect.Value) string {
	data, err := json.Marshal(v.Interface())
	if err != nil {
		return ""
	}
	var text string
	if json.Unmarshal(data, &text) == nil && text != "" {
		return text
	}
	return string(data)
}

// defaultOf is what the doc comment of a field says of its default.
func defaultOf(f *strict.Field) string {
	if f == nil {
		return ""
	}
	doc, err := f.Doc()
	if err != nil {
		return ""
	}
	for _, mark := range []string{"Default: ", "Absent: "} {
		if _, after, found := strings.Cut(doc, mark); found {
			sentence, _, _ := strings.Cut(after, "\n")
			sentence, _, _ = strings.Cut(sentence, ". ")
			return strings.TrimSuffix(sentence, ".")
		}
	}
	return ""
}

// fullPath is a path with the leading spec that may be left out.
func fullPath(path string) string {
	if within(path, "spec") || within(path, "metadata") || path == "" {
		return path
	}
	return "spec." + path
}

// inAsked reports whether a value is at or below a path, in whichever notation.
func inAsked(path, asked string) bool {
	if asked == "" {
		return true
	}
	dots := func(path string) string { return strings.NewReplacer("[", ".", "]", "").Replace(path) }
	return within(dots(path), dots(fullPath(asked)))
}
