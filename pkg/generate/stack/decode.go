package stack

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/djangostack/djangostack/internal/strict"
)

// FieldError is what is wrong with a field of an object's content.
type FieldError struct {
	// Path of the field, such as spec.replicas.
	Path string
	// Message says what is wrong; after a semicolon, the remedy.
	Message string
}

// Error returns both.
func (e FieldError) Error() string { return strings.TrimPrefix(e.Path+": "+e.Message, ": ") }

// Decode returns the object of a content in the types of encoding/json, with int64 for whole
// numbers: a struct of k8s.io/api, read strictly, where the kit knows the kind, else an
// unstructured.Unstructured of a copy. What is wrong are all mistakes that could be found.
func Decode(content map[string]any) (Object, []FieldError) {
	u := &unstructured.Unstructured{Object: runtime.DeepCopyJSON(content)}
	t, found := known().types[u.GroupVersionKind()]
	if !found {
		return u, nil
	}
	return decodeAs(t, u.Object)
}

// decodeAs returns the object of a struct that a content is of, read strictly.
func decodeAs(t reflect.Type, content map[string]any) (Object, []FieldError) {
	value := reflect.New(t).Interface().(Object)
	err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(content, value, true)
	switch unknown, strict := runtime.AsStrictDecodingError(err); {
	case err == nil:
		return value, nil
	case strict:
		var all []FieldError
		for _, one := range unknown.Errors() {
			all = append(all, unknownField(t, one))
		}
		return nil, all
	default:
		return nil, []FieldError{wrongType(t, content, err)}
	}
}

// unknownField is an error about a field that a type does not have.
func unknownField(t reflect.Type, err error) FieldError {
	path, found := strings.CutPrefix(err.Error(), `unknown field "`)
	if !found {
		return FieldError{Message: err.Error()}
	}
	path = strings.TrimSuffix(path, `"`)
	at := strings.LastIndexByte(path, '.')
	remedy := "remove it"
	if names := fieldsAt(t, path[:max(at, 0)]); len(names) > 0 {
		if near, ok := strict.Nearest(path[at+1:], names); ok {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
	}
	return FieldError{path, "unknown field; " + remedy}
}

// fieldsAt are the names of the fields of the struct that a path leads to.
func fieldsAt(t reflect.Type, path string) []string {
	for name := range strings.FieldsFuncSeq(path, func(c rune) bool { return c == '.' || c == '[' || c == ']' }) {
		t = elementOf(t)
		if t.Kind() != reflect.Struct || strings.Trim(name, "0123456789") == "" {
			continue // the item of a list, whose type is the element's
		}
		f, found := jsonField(t, name)
		if !found {
			return nil
		}
		t = f
	}
	var names []string
	if t = elementOf(t); t.Kind() == reflect.Struct {
		eachJSONField(t, func(name string, _ reflect.Type) { names = append(names, name) })
	}
	return names
}

func elementOf(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	return t
}

func jsonField(t reflect.Type, name string) (of reflect.Type, found bool) {
	eachJSONField(t, func(n string, f reflect.Type) {
		if n == name {
			of, found = f, true
		}
	})
	return of, found
}

// eachJSONField visits the fields of a struct, those of embedded ones too.
func eachJSONField(t reflect.Type, visit func(name string, of reflect.Type)) {
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && (name == "" || options == "inline") && elementOf(f.Type).Kind() == reflect.Struct {
			eachJSONField(elementOf(f.Type), visit)
		} else if name != "" && name != "-" {
			visit(name, f.Type)
		}
	}
}

// wrongType is an error about a value of another type than its field's. The converter does not
// say where it is; encoding/json does.
func wrongType(t reflect.Type, content map[string]any, err error) FieldError {
	data, failed := json.Marshal(content)
	if failed != nil {
		return FieldError{Message: failed.Error()}
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](json.Unmarshal(data, reflect.New(t).Interface())); ok {
		return FieldError{wrong.Field, fmt.Sprintf("must be %s, and %s is given; correct it", jsonName(wrong.Type),
			givenName(wrong.Value))}
	}
	return FieldError{Message: err.Error() + "; correct it"}
}

// givenName is what messages call a value that encoding/json describes: number 1.5, array.
func givenName(value string) string {
	switch what, _, _ := strings.Cut(value, " "); what {
	case "string":
		return "text"
	case "bool":
		return "true or false"
	case "array":
		return "a list"
	case "object":
		return "a map"
	default:
		return "the " + value
	}
}

// jsonName is what messages call a type.
func jsonName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "a map"
	default:
		return "a whole number"
	}
}
