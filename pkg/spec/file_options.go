package spec

import (
	"embed"
	"fmt"
	"math"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/strict"
)

// The doc comments of the types are the one source of what the JSON Schema and explain say.
//
//go:embed *_types.go scalars.go
var sources embed.FS

// fileOptions are what belongs to the files of stacks, with the sections of extensions.
func fileOptions(extensions []ExtensionType) strict.Options {
	docs := []strict.Docs{{Package: ownPackage(), Files: sources}}
	for _, e := range extensions {
		if e.Docs != nil {
			docs = append(docs, strict.Docs{Package: e.Type.PkgPath(), Files: e.Docs})
		}
	}
	return strict.Options{
		Docs:       docs,
		Sections:   sectionMap(extensions),
		Patches:    reflect.TypeFor[Environment](),
		Patched:    reflect.TypeFor[StackSpec](),
		LayerField: "extends",
		Template:   reflect.TypeFor[Template](),
		Whole:      reflect.TypeFor[PatchBody](),
		Nullable:   optional,
		Overlaid:   isOverlaid,
		Title:      Kind,
		Const:      map[string]string{"apiVersion": APIVersion, "kind": Kind},
		Secrets:    secrecy{},
		Max: map[reflect.Type]int64{
			reflect.TypeFor[Port](): math.MaxUint16, reflect.TypeFor[OneOrNone](): 1, reflect.TypeFor[UserID](): math.MaxInt32,
		},
		Scalars: map[reflect.Type]strict.Scalar{
			durationType: {Description: "a duration", Pattern: durationPattern},
			quantityType: {
				Description: "an amount", Types: []string{"string", "number"}, Pattern: quantityPattern, Parse: parseQuantity,
			},
		},
		Hints: strict.Hints{
			Elsewhere: otherWords,
			Field:     otherField,
			EnumValue: otherValue,
			Kind:      otherKind,
			Required:  neededFields,
			Words:     wordsOf,
			Template: "is a template, and a stack is none; write the value, and what differs between environments under " +
				"spec.environments",
			MergeKey:    "alias the whole value, or put what environments share under spec",
			NestedPatch: "an environment cannot hold environments; move it up to spec.environments",
			NestedLayer: "an environment cannot extend files; move it up to spec.extends, and what an environment gets of " +
				"those files into their own environments",
		},
	}
}

var (
	quantityType    = reflect.TypeFor[resource.Quantity]()
	durationType    = reflect.TypeFor[Duration]()
	environmentType = reflect.TypeFor[Environment]()
	secretKeyType   = reflect.TypeFor[SecretKey]()
	imageType       = reflect.TypeFor[Image]()
)

const (
	durationPattern = `^\+?(0|([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))` +
		`(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))*$`
	quantityPattern = `^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$`
)

// parseQuantity reads a resource.Quantity.
func parseQuantity(pointer any, data []byte) error {
	quantity := pointer.(*resource.Quantity)
	if !isAmount(data) || quantity.UnmarshalJSON(data) != nil {
		return fmt.Errorf("%s must be an amount; write one such as 500m, 2, 512Mi or 20Gi", data)
	}
	_ = quantity.String() // which every copy remembers
	return nil
}

// isAmount bounds what resource.Quantity is asked to read: it computes exactly,
// so that a large exponent would take minutes.
func isAmount(data []byte) bool {
	text := strings.Trim(string(data), `"`)
	_, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	return text != "" && len(text) <= 32 && len(strings.TrimLeft(exponent, "+-0")) <= 2
}

// ownPackage is the import path of this package.
func ownPackage() string { return environmentType.PkgPath() }

// isForeign reports whether a type is declared by an extension.
func isForeign(t reflect.Type) bool { return !isOwn(t) }

func isOwn(t reflect.Type) bool { return t.PkgPath() == ownPackage() }

// fieldName names a field as the tables of this package have it, Web.replicas; "" for one
// of another package's type.
func fieldName(f *strict.Field) string {
	if !isOwn(f.Owner) {
		return ""
	}
	return f.FullName
}

// typeName names a type as the tables of this package have it; "" for another package's.
func typeName(t *strict.Type) string {
	if !isOwn(t.Go) {
		return ""
	}
	return t.Go.Name()
}

// segment is a name as it continues a path: .name, or [name] where a dot would
// be ambiguous.
func segment(name string) string { return strict.Segment(name) }
