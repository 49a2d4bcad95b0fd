package valuesschema

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

const (
	// maxSteps is how often values meet schemas.
	maxSteps = 1_000_000
	// maxViolations is how many values [Schema.Check] names.
	maxViolations = 20
)

// Check returns what of the values does not meet the schema, in the order of their keys, at
// most 20 of them. An error says that the schema asks for more than a million steps.
func (s *Schema) Check(values map[string]any) ([]Violation, error) {
	c := &checker{}
	c.check(values, s, nil, 0)
	if c.exhausted {
		return nil, fmt.Errorf("takes more than %d steps with these values, or refers to itself; simplify it", maxSteps)
	}
	return c.violations, nil
}

// A checker collects what does not meet a schema.
type checker struct {
	violations []Violation
	steps      int
	exhausted  bool
}

// place is a value, its schema, and the way to it.
type place struct {
	*checker
	schema *Schema
	path   []string
	depth  int
}

// below is the path of a value in this one.
func (p place) below(key string) []string { return append(slices.Clip(p.path), key) }

func (p place) fail(format string, args ...any) { p.failAt(p.path, format, args...) }

func (p place) failAt(path []string, format string, args ...any) {
	p.report(Violation{Path: path, Message: fmt.Sprintf(format, args...)})
}

func (p place) report(v Violation) {
	if len(p.violations) < maxViolations {
		v.Pointer = p.schema.pointer
		p.violations = append(p.violations, v)
	}
}

// check compares a value with a schema, and all in the value with what the schema says of it.
func (c *checker) check(value any, s *Schema, path []string, depth int) {
	c.steps++
	if c.steps > maxSteps || depth > 4*maxDepth {
		c.exhausted = true
	}
	if c.exhausted || s == nil {
		return
	}
	p := place{c, s, path, depth + 1}
	if s.never {
		p.fail("must not be here")
		return
	}
	if !p.typed(value) {
		return // all else would be said of another type
	}
	p.listed(value)
	switch value := value.(type) {
	case string:
		p.text(value)
	case []any:
		p.list(value)
	case map[string]any:
		p.object(value)
	default:
		if number, ok := asNumber(value); ok {
			p.number(number)
		}
	}
	p.combined(value)
}

// meets reports whether a value meets a schema, and says nothing if not.
func (p place) meets(value any, s *Schema) bool {
	trial := &checker{steps: p.steps}
	trial.check(value, s, nil, p.depth)
	p.steps, p.exhausted = trial.steps, p.exhausted || trial.exhausted
	return len(trial.violations) == 0
}

func (p place) typed(value any) bool {
	matches := func(name string) bool { return isOf(value, name) }
	if len(p.schema.types) == 0 || slices.ContainsFunc(p.schema.types, matches) {
		return true
	}
	p.fail("must be of type %s, not %s", strings.Join(p.schema.types, " or "), typeOf(value))
	return false
}

// typeOf is the type of a value, by its name in JSON Schema.
func typeOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	default:
		return "number"
	}
}

func isOf(value any, name string) bool {
	if name != "integer" {
		return typeOf(value) == name
	}
	number, ok := asNumber(value)
	return ok && number == math.Trunc(number)
}

// listed compares a value with enum and const.
func (p place) listed(value any) {
	if p.schema.enum == nil || slices.ContainsFunc(p.schema.enum, func(one any) bool { return p.equal(value, one) }) {
		return
	}
	var all []string
	for _, one := range p.schema.enum {
		data, err := json.Marshal(one)
		if err != nil {
			data = []byte("a value that JSON does not have")
		}
		all = append(all, strict.Excerpt(string(data)))
	}
	if len(all) == 1 {
		p.fail("must be %s", all[0])
		return
	}
	p.fail("must be one of %s", strict.Listed(all))
}

// equal compares values as JSON does: 1 and 1.0 are the same number.
func (p place) equal(a, b any) bool {
	if p.steps++; p.steps > maxSteps {
		p.exhausted = true
		return false
	}
	x, isNumber := asNumber(a)
	y, areNumbers := asNumber(b)
	if isNumber || areNumbers {
		return isNumber && areNumbers && x == y
	}
	switch a := a.(type) {
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, p.equal)
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for key, value := range a {
			other, there := b[key]
			if !there || !p.equal(value, other) {
				return false
			}
		}
		return true
	default:
		return a == b
	}
}

func (p place) number(n float64) {
	s := p.schema
	switch {
	case s.minimum != nil && n < *s.minimum:
		p.fail("must be at least %v", *s.minimum)
	case s.maximum != nil && n > *s.maximum:
		p.fail("must be at most %v", *s.maximum)
	case s.above != nil && n <= *s.above:
		p.fail("must be greater than %v", *s.above)
	case s.below != nil && n >= *s.below:
		p.fail("must be less than %v", *s.below)
	case s.multiple != 0 && !isMultiple(n, s.multiple):
		p.fail("must be a multiple of %v", s.multiple)
	}
}

// isMultiple divides as decimals: 0.3 is a multiple of 0.1.
func isMultiple(n, of float64) bool {
	x, y := decimal(n), decimal(of)
	return x != nil && y != nil && new(big.Rat).Quo(x, y).IsInt()
}

func decimal(n float64) *big.Rat {
	number, ok := new(big.Rat).SetString(strconv.FormatFloat(n, 'g', -1, 64))
	if !ok {
		return nil // infinite
	}
	return number
}

func (p place) text(text string) {
	p.counted(p.schema.length, utf8.RuneCountInString(text), "characters")
	if r := p.schema.pattern; r != nil && !r.MatchString(text) {
		p.fail("must match the pattern %s", strict.Excerpt(r.String()))
	}
}

func (p place) list(list []any) {
	s := p.schema
	p.counted(s.items, len(list), "items")
	matching := 0
	for i, item := range list {
		of := s.rest
		if i < len(s.first) {
			of = s.first[i]
		}
		p.check(item, of, p.below(strconv.Itoa(i)), p.depth)
		if s.contains != nil && p.meets(item, s.contains) {
			matching++
		}
		if s.unique && slices.ContainsFunc(list[:i], func(other any) bool { return p.equal(item, other) }) {
			p.failAt(p.below(strconv.Itoa(i)), "must not be the same as an item before it")
		}
	}
	if s.contains != nil {
		least := int64(1)
		if s.matches.least != nil {
			least = *s.matches.least
		}
		p.counted(limits{&least, s.matches.most}, matching, "items that meet contains")
	}
}

func (p place) object(object map[string]any) {
	s := p.schema
	p.counted(s.properties, len(object), "keys")
	for _, key := range s.required {
		p.require(object, key)
	}
	for _, key := range sorted.Keys(object) {
		for _, other := range s.dependents[key] {
			p.require(object, other)
		}
		at := p.below(key)
		if s.names != nil && !p.meets(key, s.names) {
			p.failAt(at, "the key must meet propertyNames")
		}
		for _, of := range s.of(key) {
			if of.never && of == s.others {
				p.unknown(at, key)
				continue
			}
			p.check(object[key], of, at, p.depth)
		}
	}
}

// of are the schemas of the value under a key.
func (s *Schema) of(key string) []*Schema {
	var all []*Schema
	if own := s.fields[key]; own != nil {
		all = append(all, own)
	}
	for _, some := range s.patterns {
		if some.pattern.MatchString(key) {
			all = append(all, some.schema)
		}
	}
	if len(all) == 0 && s.others != nil {
		all = append(all, s.others)
	}
	return all
}

func (p place) require(object map[string]any, key string) {
	if _, there := object[key]; !there {
		p.failAt(p.below(key), "%s", Missing)
	}
}

func (p place) unknown(at []string, key string) {
	meant, _ := strict.Nearest(key, sorted.Keys(p.schema.fields))
	p.report(Violation{Path: at, Message: "unknown value", Meant: meant})
}

func (p place) counted(l limits, count int, of string) {
	switch {
	case l.least != nil && int64(count) < *l.least:
		p.fail("must have at least %d %s", *l.least, of)
	case l.most != nil && int64(count) > *l.most:
		p.fail("must have at most %d %s", *l.most, of)
	}
}

// combined compares a value with the schemas that a schema is made of.
func (p place) combined(value any) {
	s := p.schema
	p.check(value, s.target, p.path, p.depth)
	for _, one := range s.allOf {
		p.check(value, one, p.path, p.depth)
	}
	if met := p.count(value, s.anyOf); len(s.anyOf) > 0 && met == 0 {
		p.fail("must meet one of the %d schemas under anyOf", len(s.anyOf))
	}
	if met := p.count(value, s.oneOf); len(s.oneOf) > 0 && met != 1 {
		p.fail("must meet one of the %d schemas under oneOf and no other, and meets %d", len(s.oneOf), met)
	}
	if s.not != nil && p.meets(value, s.not) {
		p.fail("must not meet the schema under not")
	}
	if s.condition != nil {
		next := s.otherwise
		if p.meets(value, s.condition) {
			next = s.then
		}
		p.check(value, next, p.path, p.depth)
	}
}

// count is how many of the schemas a value meets.
func (p place) count(value any, schemas []*Schema) int {
	met := 0
	for _, one := range schemas {
		if p.meets(value, one) {
			met++
		}
	}
	return met
}

// asNumber is a value of any type that numbers are read into.
func asNumber(value any) (float64, bool) {
	if number, ok := value.(json.Number); ok {
		n, err := number.Float64()
		return n, err == nil
	}
	switch v := reflect.ValueOf(value); {
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanUint():
		return float64(v.Uint()), true
	case v.CanFloat():
		return v.Float(), true
	default:
		return 0, false
	}
}
