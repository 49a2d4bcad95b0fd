package strict

import (
	"io/fs"
	"reflect"

	"go.yaml.in/yaml/v3"
)

// Validator is a scalar that tells whether its own text or number is well formed.
type Validator interface {
	// Validate says what is wrong and what was expected, or nil. The zero value is
	// wrong: it means unset, and whether that is allowed its field knows.
	Validate() error
}

// Enum is a string type with a fixed set of values.
type Enum interface {
	// Enum lists the values, the most common first.
	Enum() []string
}

// ShortForm is a type that a file may also write shorter: a struct as the value of one of
// its fields, a list as its only item. In a patch, too: the other fields are unset then.
type ShortForm interface {
	// ShortForm returns the field's name in the file; of a list, nothing.
	ShortForm() string
}

// Options are what belongs to one kind of file.
type Options struct {
	// Docs are the sources whose doc comments describe the types.
	Docs []Docs
	// Patches is the Go type, a map[string]any, of merge patches of Patched; nil: none.
	Patches, Patched reflect.Type
	// LayerField is the field of Patched with which it is a layer over those of other files:
	// null removes in it what they say, and nothing in it is required. Layer says that it is
	// one in every file.
	LayerField string
	Layer      bool
	// Sections are the map whose keys are known only when the program runs.
	Sections SectionMap
	// Scalars describe types that read themselves.
	Scalars map[reflect.Type]Scalar
	// Max are the largest values of types of numbers.
	Max map[reflect.Type]int64
	// Template is the type of text in the language of a template; nil: there is none.
	Template reflect.Type
	// Whole is a type of any, of maps and lists that are one value: patches replace it, and null
	// in it is a value as others; nil: there is none.
	Whole reflect.Type
	// Nullable reports whether null may stand for a field outside of patches, too, to
	// remove a default; nil: for none.
	Nullable func(*Field) bool
	// Overlaid reports whether a field is one of two that are laid over each other before
	// anything is made of them: a struct, or the entries of a map. Null may stand in them, as in
	// a patch, but not for them; nil: there is none.
	Overlaid func(*Field) bool
	// Title of the JSON Schema, and Const: the one value that fields of the file may have.
	Title string
	Const map[string]string
	// Secrets keeps secrets out of messages; nil: there are none.
	Secrets Secrets
	// Hints are remedies for mistakes that people often make.
	Hints Hints
}

// Docs are the Go sources of a package: all files of a folder.
type Docs struct {
	// Package is the import path.
	Package string
	// Files hold the sources in their root.
	Files fs.FS
}

// Scalar describes a type that reads itself from JSON.
type Scalar struct {
	// Description with an article, as in "expected a duration".
	Description string
	// Types of JSON that the value may have; string if there are none.
	Types []string
	// Pattern is the regular expression of its text; "": any.
	Pattern string
	// Parse reads a value from JSON into a pointer; nil: its UnmarshalJSON.
	Parse func(pointer any, data []byte) error
}

// Secrets decides what of a file may be repeated in a message.
type Secrets interface {
	// Has reports whether a text holds a secret by its look.
	Has(text string) bool
	// Redact returns a text without what looks like a secret.
	Redact(text string) string
	// Key returns a key that the struct at a path does not have, as it may be shown.
	Key(path, key string) string
	// Message returns a message about a value without the value where that is a secret.
	Message(message string, about Value) string
}

// Value is what a message is about.
type Value struct {
	// Path of the value.
	Path string
	// Text of a scalar.
	Text string
	// List are the texts of the list that the scalar is an item of, and Index its place there.
	List  []string
	Index int
}

// Hints are remedies for mistakes that people often make with one kind of file. Each
// begins behind the semicolon of a message; the empty text means that there is none.
type Hints struct {
	// Elsewhere has names of fields that others use for what stands at these paths.
	Elsewhere map[string][]string
	// Field is the remedy for a field that a struct does not have; near is the field it
	// stands for.
	Field func(t *Type, path, name string) (near, remedy string)
	// EnumValue is the remedy for a value that is none of those allowed.
	EnumValue func(value string, allowed []string) string
	// Kind is the remedy for a value of the wrong kind, and what a message calls it.
	Kind func(t *Type, prefix string, n *yaml.Node) (found, remedy string)
	// Required are the fields that a struct cannot do without, where {} is refused.
	Required func(t *Type) string
	// Words is a text as it is written where a list of texts is expected.
	Words func(text string) string
	// Template is the message for a value in the language of a template, MergeKey the
	// remedy for "<<", and NestedPatch and NestedLayer the messages for patches, and for the
	// field that makes a layer, in a patch.
	Template, MergeKey, NestedPatch, NestedLayer string
}

// redact returns a text without what looks like a secret.
func (r *root) redact(text string) string {
	if r.Secrets == nil {
		return text
	}
	return r.Secrets.Redact(text)
}

func (r *root) message(message string, about Value) string {
	if r.Secrets == nil {
		return message
	}
	return r.Secrets.Message(message, about)
}

// required are the fields that a struct cannot do without, as far as known.
func (t *Type) required() string {
	if t.Kind != Struct || t.root.Hints.Required == nil {
		return ""
	}
	return t.root.Hints.Required(t)
}
