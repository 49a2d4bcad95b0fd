package spec

import (
	"maps"
	"reflect"
	"strings"
	"sync"

	"github.com/djangostack/djangostack/internal/strict"
)

// plainDefaults describes a whole file that stacks without extensions of a program extend.
var plainDefaults = sync.OnceValue(func() *strict.Type { return typeOfDefaults(nil) })

// typeOfDefaults describes such a file. Its spec is that of a stack, which has been described.
func typeOfDefaults(extensions []ExtensionType) *strict.Type {
	o := fileOptions(extensions)
	o.Title, o.Layer = DefaultsKind, true
	o.Const = map[string]string{"apiVersion": APIVersion, "kind": DefaultsKind}
	o.Hints.Elsewhere, o.Hints.Field = maps.Clone(otherWords), fieldOfStacks
	maps.DeleteFunc(o.Hints.Elsewhere, func(_ string, places []string) bool { return inMetadata(places) })
	t, err := strict.Of(reflect.TypeFor[DjangoStackDefaults](), o)
	if err != nil {
		panic("spec: " + err.Error()) // a mistake in this package, found by its first test
	}
	return t
}

// fieldOfStacks is otherField for a file that stacks extend, which has none of their metadata.
func fieldOfStacks(t *strict.Type, path, name string) (near, remedy string) {
	if inMetadata(otherWords[name]) && (path == "metadata."+name || path == "spec."+name) {
		return "", "all objects of a stack carry what its own file says under metadata; write it there"
	}
	return otherField(t, path, name)
}

func inMetadata(places []string) bool {
	return len(places) > 0 && strings.HasPrefix(places[0], "metadata.")
}

// defaultsType describes a whole file that stacks extend.
func (l Loader) defaultsType() *strict.Type {
	if l.defaults == nil {
		return plainDefaults()
	}
	return l.defaults()
}

// DefaultsSchema returns the JSON Schema of a file that stacks extend; see
// [DjangoStackDefaults] and the function [Schema].
func (l Loader) DefaultsSchema() ([]byte, error) { return l.defaultsType().JSONSchema() }
