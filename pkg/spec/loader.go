package spec

import (
	"embed"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/strict"
)

// The doc comments of the types are the one source of what the JSON Schema and explain say.
//
//go:embed *_types.go scalars.go
var sources embed.FS

// stackType describes a whole file.
var stackType = sync.OnceValue(func() *strict.Type {
	t, err := strict.Of(reflect.TypeFor[DjangoStack](), fileOptions())
	if err != nil {
		panic("spec: " + err.Error()) // a mistake in this package, found by its first test
	}
	return t
})

// specType describes spec and each of its environments.
func specType() *strict.Type { return stackType().At("spec") }

// fileOptions are what belongs to the files of stacks.
func fileOptions() strict.Options {
	return strict.Options{
		Docs:     []strict.Docs{{Package: ownPackage(), Files: sources}},
		Patches:  reflect.TypeFor[Environment](),
		Patched:  reflect.TypeFor[StackSpec](),
		Nullable: optional,
		Title:    Kind,
		Const:    map[string]string{"apiVersion": APIVersion, "kind": Kind},
		Secrets:  secrecy{},
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

// fieldName names a field as the tables of this package have it, Web.replicas; "" for one
// of another package's type.
func fieldName(f *strict.Field) string {
	if f.Owner.PkgPath() != ownPackage() {
		return ""
	}
	return f.Owner.Name() + "." + f.Name
}

// typeName names a type as the tables of this package have it; "" for another package's.
func typeName(t *strict.Type) string {
	if t.Go.PkgPath() != ownPackage() {
		return ""
	}
	return t.Go.Name()
}

// Schema returns the JSON Schema (draft 2020-12) of a DjangoStack file, for editors: it
// completes and explains fields and marks mistakes as they are typed. Its
// bytes depend on nothing but the types.
//
// It is not as strict as [Load] and Validate: rules between fields, and fields
// that only some environment must have, are theirs.
func Schema() ([]byte, error) { return stackType().JSONSchema() }

// Explain describes the field at a path, as kubectl explain does: its type, its
// doc comment and the fields below it. The leading "spec." may be left out;
// where the spec has a map, any name will do: databases.default.storage. The
// empty path is the whole file.
func Explain(path string) (string, error) { return stackType().Explain(path) }

// segment is a name as it continues a path: .name, or [name] where a dot would
// be ambiguous.
func segment(name string) string { return strict.Segment(name) }
