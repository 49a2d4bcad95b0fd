package valuesschema

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// maxDepth is how deep schemas lie in each other, and references lead on to others.
const maxDepth = 200

var types = []string{"array", "boolean", "integer", "null", "number", "object", "string"}

// Parse reads a schema, in JSON or YAML. It may refer to parts of itself and to nothing else.
func Parse(data []byte) (*Schema, error) {
	var tree any
	if err := yaml.Unmarshal(data, &tree); err != nil {
		return nil, fmt.Errorf("is neither JSON nor YAML: %w", err)
	}
	p := &parser{keywords: keywordReaders(), parts: map[string]*Schema{}}
	root := p.schema(tree, "", 0)
	for _, pointer := range sorted.Keys(p.parts) {
		p.resolve(p.parts[pointer])
	}
	return root, p.err
}

// A parser keeps the first mistake of a schema.
type parser struct {
	keywords map[string]func(*Schema, keywordValue)
	parts    map[string]*Schema
	err      error
}

func (p *parser) fail(pointer, format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("%s: %s", shown(pointer), fmt.Sprintf(format, args...))
	}
}

// shown is a pointer for people.
func shown(pointer string) string {
	if pointer == "" {
		return "the schema itself"
	}
	return pointer
}

// schema reads a schema and all below it. It returns one even if it is wrong.
func (p *parser) schema(tree any, pointer string, depth int) *Schema {
	s := &Schema{pointer: pointer}
	p.parts[pointer] = s
	if depth > maxDepth {
		p.fail(pointer, "schemas must not lie more than %d deep in each other; name parts under $defs", maxDepth)
		return s
	}
	switch tree := tree.(type) {
	case bool:
		s.never = !tree
	case map[string]any:
		for _, keyword := range sorted.Keys(tree) {
			at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(keyword)
			p.keyword(s, keyword, keywordValue{p, at, tree[keyword], depth + 1})
		}
	default:
		p.fail(pointer, "must be a schema; write a map, true or false")
	}
	return s
}

// keyword reads one keyword of a schema.
func (p *parser) keyword(s *Schema, keyword string, v keywordValue) {
	read, known := p.keywords[keyword]
	switch {
	case known && read != nil:
		read(s, v)
	case known, strings.HasPrefix(keyword, "x-"): // says nothing about values
	case slices.Contains(unsupported, keyword):
		p.fail(v.pointer, "is a keyword that is not supported here; write the rule with others")
	default:
		remedy := "remove it, or begin its name with x-"
		if near, ok := strict.Nearest(keyword, sorted.Keys(p.keywords)); ok {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
		p.fail(v.pointer, "unknown keyword; %s", remedy)
	}
}

// keywordReaders returns the keywords of JSON Schema, and how each is read; nil says nothing about
// values.
func keywordReaders() map[string]func(*Schema, keywordValue) {
	return map[string]func(*Schema, keywordValue){
		"$schema": nil, "$comment": nil, "title": nil, "description": nil, "default": nil, "examples": nil,
		"deprecated": nil, "readOnly": nil, "writeOnly": nil, "format": nil,
		"contentEncoding": nil, "contentMediaType": nil,
		"$defs":       func(_ *Schema, v keywordValue) { v.schemas() },
		"definitions": func(_ *Schema, v keywordValue) { v.schemas() },
		"$ref":        func(s *Schema, v keywordValue) { s.reference = v.text() },

		"type":             func(s *Schema, v keywordValue) { s.types = v.types() },
		"enum":             func(s *Schema, v keywordValue) { s.enum = v.list() },
		"const":            func(s *Schema, v keywordValue) { s.enum = []any{v.value} },
		"multipleOf":       func(s *Schema, v keywordValue) { s.multiple = v.positive() },
		"minimum":          func(s *Schema, v keywordValue) { s.minimum = v.number() },
		"maximum":          func(s *Schema, v keywordValue) { s.maximum = v.number() },
		"exclusiveMinimum": func(s *Schema, v keywordValue) { s.above = v.number() },
		"exclusiveMaximum": func(s *Schema, v keywordValue) { s.below = v.number() },
		"pattern":          func(s *Schema, v keywordValue) { s.pattern = v.regexp(v.text()) },
		"minLength":        func(s *Schema, v keywordValue) { s.length.least = v.count() },
		"maxLength":        func(s *Schema, v keywordValue) { s.length.most = v.count() },

		"items":       func(s *Schema, v keywordValue) { v.items(s) },
		"prefixItems": func(s *Schema, v keywordValue) { s.first = v.schemaList() },
		"contains":    func(s *Schema, v keywordValue) { s.contains = v.schema() },
		"minContains": func(s *Schema, v keywordValue) { s.matches.least = v.count() },
		"maxContains": func(s *Schema, v keywordValue) { s.matches.most = v.count() },
		"minItems":    func(s *Schema, v keywordValue) { s.items.least = v.count() },
		"maxItems":    func(s *Schema, v keywordValue) { s.items.most = v.count() },
		"uniqueItems": func(s *Schema, v keywordValue) { s.unique = v.boolean() },

		"properties":           func(s *Schema, v keywordValue) { s.fields = v.schemas() },
		"patternProperties":    func(s *Schema, v keywordValue) { s.patterns = v.patterns() },
		"additionalProperties": func(s *Schema, v keywordValue) { s.others = v.schema() },
		"propertyNames":        func(s *Schema, v keywordValue) { s.names = v.schema() },
		"required":             func(s *Schema, v keywordValue) { s.required = v.texts() },
		"dependentRequired":    func(s *Schema, v keywordValue) { s.dependents = v.textLists() },
		"minProperties":        func(s *Schema, v keywordValue) { s.properties.least = v.count() },
		"maxProperties":        func(s *Schema, v keywordValue) { s.properties.most = v.count() },

		"allOf": func(s *Schema, v keywordValue) { s.allOf = v.schemaList() },
		"anyOf": func(s *Schema, v keywordValue) { s.anyOf = v.schemaList() },
		"oneOf": func(s *Schema, v keywordValue) { s.oneOf = v.schemaList() },
		"not":   func(s *Schema, v keywordValue) { s.not = v.schema() },
		"if":    func(s *Schema, v keywordValue) { s.condition = v.schema() },
		"then":  func(s *Schema, v keywordValue) { s.then = v.schema() },
		"else":  func(s *Schema, v keywordValue) { s.otherwise = v.schema() },
	}
}

// unsupported are keywords of JSON Schema that are refused: what they say would be overlooked.
var unsupported = []string{
	"$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$recursiveAnchor", "$recursiveRef", "$vocabulary",
	"additionalItems", "contentSchema", "dependencies", "dependentSchemas", "unevaluatedItems",
	"unevaluatedProperties",
}

// resolve finds what a schema refers to.
func (p *parser) resolve(s *Schema) {
	if s.reference == "" {
		return
	}
	pointer, own := strings.CutPrefix(s.reference, "#")
	if plain, err := url.PathUnescape(pointer); err == nil {
		pointer = plain
	}
	if s.target = p.parts[pointer]; !own || s.target == nil {
		p.fail(s.pointer+"/$ref", "%q must refer to a part of this schema; write one such as #/$defs/port",
			strict.Excerpt(s.reference))
	}
}

// keywordValue is the value of a keyword, and where it stands.
type keywordValue struct {
	*parser
	pointer string
	value   any
	depth   int
}

// at is a value below.
func (v keywordValue) at(key string, value any) keywordValue {
	key = strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
	return keywordValue{v.parser, v.pointer + "/" + key, value, v.depth}
}

func (v keywordValue) want(what string) { v.fail(v.pointer, "must be %s", what) }

func (v keywordValue) schema() *Schema {
	return v.parser.schema(v.value, v.pointer, v.depth)
}

func (v keywordValue) schemas() map[string]*Schema {
	all := map[string]*Schema{}
	given, ok := v.value.(map[string]any)
	if !ok {
		v.want("a map of schemas")
	}
	for _, key := range sorted.Keys(given) {
		all[key] = v.at(key, given[key]).schema()
	}
	return all
}

func (v keywordValue) schemaList() []*Schema {
	var all []*Schema
	for i, one := range v.list() {
		all = append(all, v.at(strconv.Itoa(i), one).schema())
	}
	return all
}

// items reads items, which in draft 7 may be a list: that is prefixItems.
func (v keywordValue) items(s *Schema) {
	if _, list := v.value.([]any); list {
		s.first = v.schemaList()
		return
	}
	s.rest = v.schema()
}

func (v keywordValue) patterns() []patternFields {
	var all []patternFields
	schemas := v.schemas()
	for _, text := range sorted.Keys(schemas) {
		all = append(all, patternFields{v.regexp(text), schemas[text]})
	}
	return all
}

func (v keywordValue) regexp(text string) *regexp.Regexp {
	r, err := regexp.Compile(text)
	if err != nil {
		v.fail(v.pointer, "must be a regular expression in the syntax of RE2: %v", errors.Unwrap(err))
		return regexp.MustCompile("")
	}
	return r
}

func (v keywordValue) types() []string {
	all := []string{}
	if text, one := v.value.(string); one {
		all = append(all, text)
	} else {
		all = v.texts()
	}
	for _, name := range all {
		if !slices.Contains(types, name) {
			v.want("one or several of " + strings.Join(types, ", "))
		}
	}
	return all
}

func (v keywordValue) list() []any {
	list, ok := v.value.([]any)
	if !ok || len(list) == 0 {
		v.want("a list that is not empty")
	}
	return list
}

func (v keywordValue) texts() []string {
	list, ok := v.value.([]any)
	all := make([]string, len(list))
	for i, one := range list {
		text, isText := one.(string)
		all[i], ok = text, ok && isText
	}
	if !ok {
		v.want("a list of texts")
	}
	return all
}

func (v keywordValue) textLists() map[string][]string {
	all := map[string][]string{}
	given, ok := v.value.(map[string]any)
	if !ok {
		v.want("a map of lists")
	}
	for _, key := range sorted.Keys(given) {
		all[key] = v.at(key, given[key]).texts()
	}
	return all
}

func (v keywordValue) text() string {
	text, ok := v.value.(string)
	if !ok {
		v.want("text")
	}
	return text
}

func (v keywordValue) boolean() bool {
	on, ok := v.value.(bool)
	if !ok {
		v.want("true or false")
	}
	return on
}

func (v keywordValue) number() *float64 {
	number, ok := asNumber(v.value)
	if !ok {
		v.want("a number")
	}
	return &number
}

func (v keywordValue) positive() float64 {
	number := *v.number()
	if number <= 0 {
		v.want("a number greater than 0")
	}
	return number
}

func (v keywordValue) count() *int64 {
	number := *v.number()
	if number < 0 || number != math.Trunc(number) || number > math.MaxInt32 {
		v.want("a whole number, 0 or more")
	}
	count := int64(number)
	return &count
}
