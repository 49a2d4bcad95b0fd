package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// Schema is the JSON Schema (draft 2020-12) of a DjangoStack file, for editors:
// it completes and explains fields and marks mistakes as they are typed. Its
// bytes depend on nothing but the types.
//
// It is not as strict as [Load] and Validate: rules between fields, and fields
// that only some environment must have, are theirs.
func Schema() ([]byte, error) {
	comments, err := comments()
	if err != nil {
		return nil, err
	}
	b := &schemaBuilder{docs: comments, done: map[string]bool{}}
	root := b.object(stackShape(), fullForm)
	root.Schema = "https://json-schema.org/draft/2020-12/schema"
	root.Title = Kind
	root.Defs = b.defs
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(root); err != nil {
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
	fullForm  form = ""      // as under spec
	patchForm form = "Patch" // as under environments: null removes, nothing is required
)

type schemaBuilder struct {
	docs docs
	defs properties
	done map[string]bool
}

// largest are the bounds of the numbers that have one, by their types' names.
var largest = map[string]int64{"Port": math.MaxUint16, "OneOrNone": 1, "UserID": math.MaxInt32}

// of is the schema of a value. Objects are defined once and referred to.
func (b *schemaBuilder) of(s *shape, f form) *jsonSchema {
	schema := &jsonSchema{}
	switch s.kind {
	case kindObject:
		whole := &jsonSchema{Ref: b.define(s, f)}
		if alone := s.alone(); alone != nil {
			return &jsonSchema{AnyOf: []*jsonSchema{b.of(alone, fullForm), whole}}
		}
		return whole
	case kindPatch:
		return &jsonSchema{Ref: b.define(s.elem, patchForm)}
	case kindDict:
		schema.Type, schema.Additional = []string{"object"}, b.of(s.elem, f)
	case kindList:
		schema.Type, schema.Items = []string{"array"}, b.of(s.elem, fullForm) // a list replaces, it is no patch
		if s.single {
			schema.Type = append(typeNames{"string"}, schema.Type...)
		}
	case kindBool:
		schema.Type = []string{"boolean"}
	case kindNumber:
		schema.Type, schema.Format, schema.Minimum = []string{"integer"}, s.typ.Kind().String(), new(s.least)
		if most, bounded := largest[s.typ.Name()]; bounded {
			schema.Maximum = &most
		}
	case kindParsed:
		schema.Type, schema.Pattern = []string{"string"}, durationPattern
		if s.typ == quantityType {
			schema.Type, schema.Pattern = []string{"string", "number"}, quantityPattern
		}
	default:
		schema.Type = []string{"string"}
		for _, value := range s.enum {
			schema.Enum = append(schema.Enum, value)
		}
	}
	if f == patchForm {
		schema.orNull()
	}
	return schema
}

// orNull lets a value be null.
func (s *jsonSchema) orNull() {
	switch {
	case s.Ref != "":
		s.AnyOf, s.Ref = []*jsonSchema{{Ref: s.Ref}, {Type: []string{"null"}}}, ""
	case !slices.Contains(s.Type, "null"):
		s.Type = append(s.Type, "null")
		if s.Enum != nil {
			s.Enum = append(s.Enum, nil)
		}
	}
}

const (
	durationPattern = `^\+?(0|([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))` +
		`(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))*$`
	quantityPattern = `^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$`
)

// define adds the definition of an object, unless it is there, and gives the
// reference to it.
func (b *schemaBuilder) define(s *shape, f form) string {
	name := s.typ.Name() + string(f)
	if !b.done[name] {
		b.done[name] = true
		at := len(b.defs)
		b.defs = append(b.defs, property{name: name}) // before those it refers to
		b.defs[at].schema = b.object(s, f)
	}
	return "#/$defs/" + name
}

func (b *schemaBuilder) object(s *shape, f form) *jsonSchema {
	object := &jsonSchema{
		Type: []string{"object"}, Description: b.docs.about(s), Properties: properties{}, Additional: false,
	}
	if f == patchForm && s != specShape() {
		object.Type = append(object.Type, "null")
	}
	for i := range s.fields {
		m := &s.fields[i]
		if f == patchForm && m.isEnvironments() {
			continue
		}
		schema := b.of(m.shape, f)
		schema.Description = b.docs.of(m)
		if f == fullForm && m.optional() {
			schema.orNull()
		}
		if s == stackShape() && m.shape.kind == kindText {
			schema.Const = map[string]string{"apiVersion": APIVersion, "kind": Kind}[m.name]
		}
		object.Properties = append(object.Properties, property{m.name, schema})
		if f == fullForm && m.mustStand() {
			object.Required = append(object.Required, m.name)
		}
	}
	return object
}

// mustStand reports whether a file without the field cannot be right: its JSON
// is never omitted and, of an object, some field of it must stand.
func (m *member) mustStand() bool {
	if !m.required || m.shape.kind != kindObject {
		return m.required
	}
	for i := range m.shape.fields {
		if m.shape.fields[i].mustStand() {
			return true
		}
	}
	return false
}
