package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/strict"
)

// ExtensionType is what may stand under spec.extensions.NAME. It is read, merged, checked,
// explained and described to editors like any other part of a stack, by the [Loader] that
// was made with it.
type ExtensionType struct {
	// Name of the section.
	Name string
	// Type is the struct that the section is read into. Its fields may be of all types that
	// those of [StackSpec] have; [Validator], [Enum] and [ShortForm] mean the same.
	Type reflect.Type
	// Docs are the Go sources of the type's package, for the doc comments that explain and
	// the JSON Schema show; nil: none. To embed them, write
	//
	//	//go:embed *.go
	//	var docs embed.FS
	Docs fs.FS
}

// NewExtensionType returns the type of the section of a name that is read into a T.
func NewExtensionType[T any](name string, docs fs.FS) ExtensionType {
	return ExtensionType{Name: name, Type: reflect.TypeFor[T](), Docs: docs}
}

// ExtensionDefaulter is implemented by a pointer to the type of a section that has defaults.
type ExtensionDefaulter interface {
	// SetDefaults fills in what is unset. It is called once for each environment, whose
	// stack has its own defaults by then. What null has removed is unset again afterwards.
	SetDefaults(e *Effective)
}

// ExtensionValidator is implemented by a pointer to the type of a section that has rules
// beyond those of its types.
type ExtensionValidator interface {
	// Validate says what is wrong with the section in an environment, and what is allowed
	// but seldom meant. Path is that of the section; a finding stands in the file where the
	// value at its own path does. The Detail of each is what is shown: what is wrong
	// and, after a semicolon, the remedy.
	Validate(path *field.Path, e *Effective) (errs, warnings field.ErrorList)
}

// NewExtension returns a section for a stack that is built in Go: a value of the section's
// type, or anything of the same JSON.
func NewExtension(section any) (Extension, error) {
	data, err := json.Marshal(section)
	if err != nil {
		return Extension{}, err
	}
	var e Extension
	return e, e.UnmarshalJSON(data)
}

// ExtensionOf returns the section of a name in an environment, and whether the stack has
// one that is a T.
func ExtensionOf[T any](e *Effective, name string) (*T, bool) {
	if e == nil || e.DjangoStack == nil {
		return nil, false
	}
	value, ok := e.Spec.Extensions[name].Value.(*T)
	return value, ok && value != nil
}

// MarshalJSON writes the value, or where none was made the data.
func (e Extension) MarshalJSON() ([]byte, error) {
	if e.Value != nil {
		return json.Marshal(e.Value)
	}
	if e.Data == nil {
		return []byte("{}"), nil
	}
	return json.Marshal(e.Data)
}

// UnmarshalJSON keeps the data.
func (e *Extension) UnmarshalJSON(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var section map[string]any
	if err := decoder.Decode(&section); err != nil {
		return fmt.Errorf("an extension is a map: %w", err)
	}
	*e = Extension{Data: exact(section).(map[string]any)}
	return nil
}

// exact has whole numbers as such, where encoding/json has float64 or text.
func exact(tree any) any {
	switch t := tree.(type) {
	case map[string]any:
		for name, v := range t {
			t[name] = exact(v)
		}
	case []any:
		for i, v := range t {
			t[i] = exact(v)
		}
	case json.Number:
		if whole, err := t.Int64(); err == nil {
			return whole
		}
		number, _ := t.Float64()
		return number
	}
	return tree
}

// sectionMap is spec.extensions, with the types that a loader knows.
func sectionMap(extensions []ExtensionType) strict.SectionMap {
	m := strict.SectionMap{
		Map:   reflect.TypeFor[map[string]Extension](),
		Data:  func(entry any) map[string]any { return entry.(Extension).Data },
		Value: func(entry any) any { return entry.(Extension).Value },
		New:   func(data map[string]any) any { return Extension{Data: data} },
		None:  "this program brings no extensions; remove it, or use the program that does",
	}
	for _, e := range extensions {
		m.Of = append(m.Of, strict.Section{Name: e.Name, Type: e.Type})
	}
	return m
}
