package strict

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// JSONSchema returns the JSON Schema (draft 2020-12) of a file, for editors: it completes
// and explains fields and marks mistakes as they are typed. Its bytes depend on nothing but
// the types. It is not as strict as a [Reader]: what only some patch must have, and rules
// between fields, it does not know.
func (t *Type) JSONSchema() ([]byte, error) {
	comments, err := t.root.comments()
	if err != nil {
		return nil, err
	}
	b := &schemaBuilder{root: t.root, comments: comments, names: map[string]*Type{}}
	whole := b.object(t, fullForm)
	whole.Schema = "https://json-schema.org/draft/2020-12/schema"
	whole.Title = t.root.Title
	whole.Defs = b.defs
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(whole); err != nil {
		return nil, fmt.Errorf("encoding the JSON Schema: %w", err)
	}
	return out.Bytes(), nil
}

// jsonSchema is as much of JSON Schema as the types need.
type jsonSchema struct {
	Schema      string        `json:"$schema,omitempty"`
	Title       string        `json:"title,omitempty"`
	Description string        `json:"description,omitempty"`
	Ref         string        `json:"$ref,omitempty"`
	AnyOf       []*jsonSchema `json:"anyOf,omitempty"`
	If          *jsonSchema   `json:"if,omitempty"`
	Then        *jsonSchema   `json:"then,omitempty"`
	Else        *jsonSchema   `json:"else,omitempty"`
	Type        typeNames     `json:"type,omitempty"`
	Const       string        `json:"const,omitempty"`
	Enum        []any         `json:"enum,omitempty"`
	Format      string        `json:"format,omitempty"`
	Pattern     string        `json:"pattern,omitempty"`
	Minimum     *int64        `json:"minimum,omitempty"`
	Maximum     *int64        `json:"maximum,omitempty"`
	Items       any           `json:"items,omitempty"`
	Properties  properties    `json:"properties,omitempty"`
	Additional  any           `json:"additionalProperties,omitempty"`
	Required    []string      `json:"required,omitempty"`
	Defs        properties    `json:"$defs,omitempty"`
}

// typeNames are the JSON types a value may have.
type typeNames []string

// MarshalJSON writes a single type as such, as people do.
func (t typeNames) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

// property is one entry of properties.
type property struct {
	name   string
	schema *jsonSchema
}

// properties keep the order in which the types declare their fields.
type properties []property

// MarshalJSON writes an object in the given order.
func (p properties) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	for i, one := range p {
		separator := byte(',')
		if i == 0 {
			separator = '{'
		}
		out.WriteByte(separator)
		name, err := json.Marshal(one.name)
		if err != nil {
			return nil, err
		}
		schema, err := json.Marshal(one.schema)
		if err != nil {
			return nil, err
		}
		out.Write(append(append(name, ':'), schema...))
	}
	if len(p) == 0 {
		out.WriteByte('{')
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// form says which of two schemas of a type is meant.
type form string

const (
	fullForm  form = ""      // as in a whole file
	patchForm form = "Patch" // as in a patch: null removes, nothing is required
	layerForm form = "Layer" // as in a layer over other files: as in a patch, and it has patches, too
)

// inside is the form of what stands in a value of the form.
func (f form) inside() form {
	if f == layerForm {
		return patchForm
	}
	return f
}

type schemaBuilder struct {
	*root
	comments comments
	defs     properties
	names    map[string]*Type // of the definitions
}

// of is the schema of a value. Objects are defined once and referred to.
func (b *schemaBuilder) of(t *Type, f form) *jsonSchema {
	schema := &jsonSchema{}
	switch t.Kind {
	case Struct:
		return b.structure(t, f)
	case Patch:
		schema.Ref = b.define(t.Elem, patchForm)
	case Map:
		schema.Type, schema.Additional = typeNames{"object"}, b.of(t.Elem, f)
	case List:
		schema.Type, schema.Items = typeNames{"array"}, b.of(t.Elem, fullForm) // a list replaces, it is no patch
		if t.one {
			schema.Type = append(typeNames{"string"}, schema.Type...)
		}
	case Sections:
		schema = b.object(t, f)
	case Boolean:
		schema.Type = typeNames{"boolean"}
	case Any:
		return schema
	case Whole:
		schema.Type = typeNames{"object", "array"}
	case Integer:
		schema = b.integer(t)
	case Custom:
		custom := b.Scalars[t.Go]
		schema.Type, schema.Pattern = append(typeNames{}, custom.Types...), custom.Pattern
		if len(schema.Type) == 0 {
			schema.Type = typeNames{"string"}
		}
	default:
		schema.Type = typeNames{"string"}
		for _, value := range t.Enum {
			schema.Enum = append(schema.Enum, value)
		}
	}
	if f == patchForm {
		schema.orNull()
	}
	return schema
}

func (b *schemaBuilder) integer(t *Type) *jsonSchema {
	schema := &jsonSchema{Type: typeNames{"integer"}, Minimum: new(t.Min)}
	if bits := t.Go.Bits(); bits >= 32 {
		schema.Format = fmt.Sprintf("int%d", bits)
	}
	if most, bounded := b.Max[t.Go]; bounded {
		schema.Maximum = &most
	}
	return schema
}

// structure is the schema of a struct.
func (b *schemaBuilder) structure(t *Type, f form) *jsonSchema {
	if t == b.patched() && f == fullForm {
		return b.layered(t)
	}
	whole := &jsonSchema{Ref: b.define(t, f)}
	if short := t.scalar(); short != nil {
		return &jsonSchema{AnyOf: []*jsonSchema{b.of(short, fullForm), whole}}
	}
	return whole
}

// layered is the schema of what patches are of, which may be a layer over other files.
func (b *schemaBuilder) layered(t *Type) *jsonSchema {
	switch whole := func(f form) *jsonSchema { return &jsonSchema{Ref: b.define(t, f)} }; {
	case b.Layer:
		return whole(layerForm)
	case b.LayerField != "":
		return &jsonSchema{
			If: &jsonSchema{Required: []string{b.LayerField}}, Then: whole(layerForm), Else: whole(fullForm),
		}
	default:
		return whole(fullForm)
	}
}

// orNull lets a value be null.
func (s *jsonSchema) orNull() {
	switch {
	case s.Ref != "":
		s.AnyOf, s.Ref = []*jsonSchema{{Ref: s.Ref}, {Type: typeNames{"null"}}}, ""
	case !slices.Contains(s.Type, "null"):
		s.Type = append(s.Type, "null")
		if s.Enum != nil {
			s.Enum = append(s.Enum, nil)
		}
	}
}

// define adds the definition of a struct, unless it is there, and returns the
// reference to it.
func (b *schemaBuilder) define(t *Type, f form) string {
	name := b.name(t) + string(f)
	if b.names[name] == nil {
		b.names[name] = t
		at := len(b.defs)
		b.defs = append(b.defs, property{name: name}) // before those it refers to
		b.defs[at].schema = b.object(t, f)
	}
	return "#/$defs/" + name
}

// name names a definition: by the type and, where another package's type has that name
// already, by its package, too.
func (b *schemaBuilder) name(t *Type) string {
	full := strings.Map(func(r rune) rune {
		if strings.ContainsRune("[]/*, {}", r) {
			return '-' // of a generic type
		}
		return r
	}, t.Go.String())
	name := full[strings.IndexByte(full, '.')+1:]
	for _, form := range []form{fullForm, patchForm, layerForm} {
		if other := b.names[name+string(form)]; other != nil && other.Go != t.Go {
			return full
		}
	}
	return name
}

func (b *schemaBuilder) object(t *Type, f form) *jsonSchema {
	object := &jsonSchema{
		Type: typeNames{"object"}, Description: b.comments.about(t), Properties: properties{}, Additional: false,
	}
	if f == patchForm && t != b.patched() {
		object.Type = append(object.Type, "null")
	}
	for i := range t.Fields {
		m := &t.Fields[i]
		if f == patchForm && !m.InPatches() {
			continue
		}
		schema := b.of(m.Type, f.inside())
		if m.overlaid() && f == fullForm {
			schema = b.overlaid(m.Type)
		}
		schema.Description = b.comments.of(m)
		if f == fullForm && m.nullable() {
			schema.orNull()
		}
		if t == b.whole && m.Type.Kind == String {
			schema.Const = b.Const[m.Name]
		}
		object.Properties = append(object.Properties, property{m.Name, schema})
		if f == fullForm && m.mustStand() {
			object.Required = append(object.Required, m.Name)
		}
	}
	return object
}

// overlaid is the schema of what others are laid over, or of a map of such.
func (b *schemaBuilder) overlaid(t *Type) *jsonSchema {
	if t.Kind == Map {
		return &jsonSchema{Type: typeNames{"object"}, Additional: b.of(t.Elem, patchForm)}
	}
	return b.of(t, patchForm)
}

// mustStand reports whether a file without the field cannot be right: its JSON
// is never omitted and, of a struct, some field of it must stand.
func (f *Field) mustStand() bool { return f.mustStandIn(nil) }

// mustStandIn is mustStand of a field within structs. One that is a struct around it cannot have
// to stand: the file would have no end.
func (f *Field) mustStandIn(within []*Type) bool {
	if !f.Required || f.Type.Kind != Struct {
		return f.Required
	}
	if slices.Contains(within, f.Type) {
		return false
	}
	within = append(slices.Clip(within), f.Type)
	for i := range f.Type.Fields {
		if f.Type.Fields[i].mustStandIn(within) {
			return true
		}
	}
	return false
}
