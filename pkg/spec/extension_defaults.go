package spec

import (
	"errors"
	"reflect"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// open makes the values of a spec's extensions. One that cannot be made is left out.
func (l Loader) open(s *StackSpec) Errors {
	var errs Errors
	types := l.specType().At("extensions")
	for _, name := range sorted.Keys(s.Extensions) {
		section := s.Extensions[name]
		value, err := newValue(types.At(name), section.Data)
		if err == nil {
			section.Value = value
			s.Extensions[name] = section
			continue
		}
		delete(s.Extensions, name)
		found := readGo(types, "spec.extensions", map[string]any{name: section.Data})
		if found == nil {
			found = Errors{{Path: extensionPath(name), Code: CodeUnknownField, Message: clean(err.Error())}}
		}
		errs = append(errs, found...)
	}
	return errs
}

// newValue makes a pointer to a value of an extension's type, nil where there is none.
func newValue(t *strict.Type, data map[string]any) (any, error) {
	if t == nil {
		return nil, errors.New("is not known")
	}
	value := reflect.New(t.Go)
	_, err := t.Merge(value, data, nil)
	return value.Interface(), err
}

// setDefaults fills in the defaults of an environment, those of its extensions last.
func (l Loader) setDefaults(e *Effective, environment string) Errors {
	e.SetDefaults(environment)
	var errs Errors
	types, removed := l.specType().At("extensions"), strict.Nulls(e.Spec.Removed).Below("extensions")
	for _, name := range sorted.Keys(e.Spec.Extensions) {
		value, of := e.Spec.Extensions[name].Value, types.At(name)
		if value == nil || of == nil {
			continue
		}
		if d, ok := value.(ExtensionDefaulter); ok {
			if message := caught("SetDefaults", func() { d.SetDefaults(e) }); message != "" {
				errs = append(errs, &Error{Path: extensionPath(name), Code: CodeInvalid, Message: message})
			}
		}
		if own := reflect.ValueOf(value).Elem().FieldByName(podOptionsType.Name()); own.IsValid() {
			if o, ok := reflect.TypeAssert[*PodOptions](own.Addr()); ok {
				(&defaulter{spec: &e.Spec}).variables(o)
			}
		}
		of.Withdraw(reflect.ValueOf(value), removed.Below(name), unset)
	}
	return errs
}
