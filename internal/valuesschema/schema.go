// Package valuesschema checks values against a JSON Schema. It says of each value that does
// not meet the schema where it stands, and counts its steps, since a schema can ask for more
// work than any input has size.
package valuesschema

import (
	"regexp"
)

// Schema is a JSON Schema of draft 7 or 2020-12, or one of its parts.
type Schema struct {
	// pointer is where it stands in its file, as a JSON pointer.
	pointer string
	// never says that no value meets it: the schema false.
	never bool

	types    []string
	enum     []any // nil: anything
	pattern  *regexp.Regexp
	multiple float64 // 0: anything

	minimum, maximum, above, below     *float64 // minimum, maximum, exclusiveMinimum, exclusiveMaximum
	length, items, properties, matches limits   // of text, lists, maps, and the items that meet contains
	unique                             bool

	first    []*Schema // prefixItems, and then rest is items
	rest     *Schema
	contains *Schema

	fields     map[string]*Schema // properties
	patterns   []patternFields    // patternProperties
	others     *Schema            // additionalProperties
	names      *Schema            // propertyNames
	required   []string
	dependents map[string][]string // dependentRequired

	allOf, anyOf, oneOf []*Schema
	not                 *Schema
	condition           *Schema // if
	then, otherwise     *Schema

	reference string // $ref
	target    *Schema
}

// limits are the least and the most of something; nil is no limit.
type limits struct{ least, most *int64 }

// patternFields are the properties whose names match a pattern.
type patternFields struct {
	pattern *regexp.Regexp
	schema  *Schema
}

// Violation is a value that does not meet a schema.
type Violation struct {
	// Path leads to the value: the keys of maps, and the numbers of items as text. Of what is
	// missing, it is where it would stand.
	Path []string
	// Message says what is wrong with the value, and does not contain it.
	Message string
	// Pointer is where the schema says so.
	Pointer string
	// Meant is the key that was probably meant by an unknown one, if there is one.
	Meant string
}

// Missing is the message of a value that a schema requires and that is not there.
const Missing = "missing"
