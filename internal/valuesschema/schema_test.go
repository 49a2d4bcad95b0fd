package valuesschema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/valuesschema"
	"github.com/djangostack/djangostack/internal/worktest"
)

// TestViolations: each keyword, with what it says and where.
func TestViolations(t *testing.T) {
	for _, c := range []struct{ reason, schema, values, want string }{
		{
			"a type", `{properties: {port: {type: integer}}}`, `{port: "80"}`,
			"port: must be of type integer, not string (/properties/port)",
		},
		{"an integer may be written with a point", `{properties: {port: {type: integer}}}`, `{port: 80.0}`, ""},
		{
			"one of several types", `{properties: {a: {type: [string, "null"]}}}`, `{a: 1}`,
			"a: must be of type string or null, not number (/properties/a)",
		},
		{
			"enum", `{properties: {a: {enum: [1, x, {b: 1}]}}}`, `{a: {b: 2}}`,
			`a: must be one of 1, "x", {"b":1} (/properties/a)`,
		},
		{"enum met by an object", `{properties: {a: {enum: [{b: 1}]}}}`, `{a: {b: 1.0}}`, ""},
		{"const", `{properties: {a: {const: true}}}`, `{a: false}`, "a: must be true (/properties/a)"},
		{
			"bounds of numbers", `{additionalProperties: {minimum: 1, exclusiveMaximum: 3}}`, `{a: 0, b: 3, c: 2}`,
			"a: must be at least 1 (/additionalProperties)\nb: must be less than 3 (/additionalProperties)",
		},
		{
			"the other bounds", `{additionalProperties: {maximum: 2, exclusiveMinimum: 0}}`, `{a: 0, b: 3, c: 2}`,
			"a: must be greater than 0 (/additionalProperties)\nb: must be at most 2 (/additionalProperties)",
		},
		{
			"multiples are decimal", `{additionalProperties: {multipleOf: 0.1}}`, `{a: 0.3, b: 0.35}`,
			"b: must be a multiple of 0.1 (/additionalProperties)",
		},
		{
			"lengths and patterns", `{additionalProperties: {minLength: 2, maxLength: 3, pattern: "^a"}}`, `{a: ä, b: abcd, c: bcd}`,
			"a: must have at least 2 characters (/additionalProperties)\n" +
				"a: must match the pattern ^a (/additionalProperties)\n" +
				"b: must have at most 3 characters (/additionalProperties)\n" +
				"c: must match the pattern ^a (/additionalProperties)",
		},
		{
			"all that is missing", `{required: [a, b], properties: {c: {required: [d]}}}`, `{c: {}}`,
			"a: missing (the whole)\nb: missing (the whole)\nc.d: missing (/properties/c)",
		},
		{"what one key asks for", `{dependentRequired: {a: [b]}}`, `{a: 1}`, "b: missing (the whole)"},
		{
			"an unknown key", `{properties: {port: {}}, additionalProperties: false}`, `{prot: 1, other: 2}`,
			"other: unknown value (the whole)\n" + `prot: unknown value; port (the whole)`,
		},
		{
			"patterns of keys", `{patternProperties: {"^x-": {type: string}}, additionalProperties: false}`, `{x-a: 1}`,
			"x-a: must be of type string, not number (/patternProperties/^x-)",
		},
		{"names of keys", `{propertyNames: {maxLength: 2}}`, `{abc: 1}`, "abc: the key must meet propertyNames (the whole)"},
		{"how many keys", `{minProperties: 1, maxProperties: 1}`, `{a: 1, b: 2}`, ": must have at most 1 keys (the whole)"},
		{
			"items", `{properties: {a: {items: {type: string}, maxItems: 2}}}`, `{a: [x, 1, y]}`,
			"a: must have at most 2 items (/properties/a)\na.1: must be of type string, not number (/properties/a/items)",
		},
		{
			"the first items", `{properties: {a: {prefixItems: [{type: string}], items: false}}}`, `{a: [1, 2]}`,
			"a.0: must be of type string, not number (/properties/a/prefixItems/0)\n" +
				"a.1: must not be here (/properties/a/items)",
		},
		{
			"items twice", `{properties: {a: {uniqueItems: true}}}`, `{a: [{b: 1}, {b: 1.0}]}`,
			"a.1: must not be the same as an item before it (/properties/a)",
		},
		{
			"what a list must contain", `{properties: {a: {contains: {const: 1}, maxContains: 1}}}`, `{a: [1, 1]}`,
			"a: must have at most 1 items that meet contains (/properties/a)",
		},
		{
			"a part by name", `{$defs: {port: {maximum: 10}}, additionalProperties: {$ref: "#/$defs/port"}}`, `{a: 11}`,
			"a: must be at most 10 (/$defs/port)",
		},
		{
			"recursion through values", `{additionalProperties: {$ref: "#"}, maxProperties: 1}`, `{a: {b: {c: {}, d: {}}}}`,
			"a.b: must have at most 1 keys (the whole)",
		},
		{"all of", `{allOf: [{required: [a]}, {required: [b]}]}`, `{}`, "a: missing (/allOf/0)\nb: missing (/allOf/1)"},
		{
			"any of", `{anyOf: [{required: [a]}, {required: [b]}]}`, `{}`,
			": must meet one of the 2 schemas under anyOf (the whole)",
		},
		{
			"one of", `{oneOf: [{required: [a]}, {required: [b]}]}`, `{a: 1, b: 1}`,
			": must meet one of the 2 schemas under oneOf and no other, and meets 2 (the whole)",
		},
		{"not", `{not: {required: [a]}}`, `{a: 1}`, ": must not meet the schema under not (the whole)"},
		{"if and then", `{if: {required: [a]}, then: {required: [b]}, else: {required: [c]}}`, `{a: 1}`, "b: missing (/then)"},
		{"if and else", `{if: {required: [a]}, then: {required: [b]}, else: {required: [c]}}`, `{}`, "c: missing (/else)"},
		{"comments say nothing", `{$schema: "http://json-schema.org/draft-07/schema#", title: a, x-order: 1}`, `{a: 1}`, ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			schema, err := valuesschema.Parse([]byte(c.schema))
			if err != nil {
				t.Fatal(err)
			}
			values := object(t, c.values)
			found, err := schema.Check(values)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, text(found)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if met, want := len(found) == 0, reference(t, c.schema, values); met != want {
				t.Errorf("meets the schema: %v, and by another implementation %v", met, want)
			}
		})
	}
}

// TestMistakes: what is no schema, or has more in it than is checked.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ schema, want string }{
		{`[`, "is neither JSON nor YAML"},
		{`5`, "the schema itself: must be a schema; write a map, true or false"},
		{`{propertys: {}}`, `/propertys: unknown keyword; did you mean "properties"?`},
		{`{something: {}}`, `/something: unknown keyword; remove it, or begin its name with x-`},
		{`{unevaluatedProperties: false}`, "/unevaluatedProperties: is a keyword that is not supported here"},
		{`{properties: {a/b: {type: text}}}`, "/properties/a~1b/type: must be one or several of array"},
		{`{properties: []}`, "/properties: must be a map of schemas"},
		{`{required: name}`, "/required: must be a list of texts"},
		{`{required: [1]}`, "/required: must be a list of texts"},
		{`{dependentRequired: {a: b}}`, "/dependentRequired/a: must be a list of texts"},
		{`{minLength: -1}`, "/minLength: must be a whole number, 0 or more"},
		{`{maxItems: 1.5}`, "/maxItems: must be a whole number, 0 or more"},
		{`{minimum: "1"}`, "/minimum: must be a number"},
		{`{multipleOf: 0}`, "/multipleOf: must be a number greater than 0"},
		{`{uniqueItems: "yes"}`, "/uniqueItems: must be true or false"},
		{`{pattern: "(?!a)"}`, "/pattern: must be a regular expression in the syntax of RE2"},
		{`{pattern: 5}`, "/pattern: must be text"},
		{`{enum: []}`, "/enum: must be a list that is not empty"},
		{`{allOf: {}}`, "/allOf: must be a list that is not empty"},
		{`{$ref: "other.json#/a"}`, `/$ref: "other.json#/a" must refer to a part of this schema`},
		{`{$ref: "#/$defs/none"}`, `/$ref: "#/$defs/none" must refer to a part of this schema`},
		{strings.Repeat(`{"not":`, 300) + "true" + strings.Repeat("}", 300), "must not lie more than 200 deep"},
	} {
		if _, err := valuesschema.Parse([]byte(c.schema)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40s: %v, want %q", c.schema, err, c.want)
		}
	}
}

// TestWorkIsBounded: schemas that ask for more than they have size.
func TestWorkIsBounded(t *testing.T) {
	doubling := `{"additionalProperties": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}`
	deep := any("end")
	for range 60 {
		deep = map[string]any{"a": deep}
	}
	for _, c := range []struct {
		reason, schema string
		values         map[string]any
	}{
		{"refers to itself", `{"$ref": "#"}`, nil},
		{"refers to itself under not", `{"not": {"$ref": "#"}}`, nil},
		{"each level twice as often", doubling, deep.(map[string]any)},
		{"comparisons of all items", `{"properties": {"a": {"uniqueItems": true}}}`, map[string]any{"a": make([]any, 3000)}},
	} {
		schema, err := valuesschema.Parse([]byte(c.schema))
		if err != nil {
			t.Fatal(err)
		}
		if list, ok := c.values["a"].([]any); ok {
			for i := range list {
				list[i] = float64(i)
			}
		}
		if _, err := schema.Check(c.values); err == nil || !strings.Contains(err.Error(), "steps") {
			t.Errorf("%s: %v", c.reason, err)
		}
	}
}

// TestManyViolations: the first are named.
func TestManyViolations(t *testing.T) {
	schema, err := valuesschema.Parse([]byte(`{"additionalProperties": false}`))
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{}
	for i := range 100 {
		values[fmt.Sprint(i)] = i
	}
	if found, _ := schema.Check(values); len(found) != 20 {
		t.Errorf("%d violations, want 20", len(found))
	}
}

// TestVerdicts compares verdicts with another implementation, over random schemas and values.
func TestVerdicts(t *testing.T) {
	verdicts := map[bool]int{}
	for seed := range uint64(worktest.Rounds(1000)) {
		r := rand.New(rand.NewPCG(seed, 1))
		data, err := json.Marshal(map[string]any{
			"$defs":      map[string]any{"a": schemaOf(r, 1)},
			"properties": map[string]any{"a": schemaOf(r, 3), "b": schemaOf(r, 3)}, "required": []string{"a"},
		})
		if err != nil {
			t.Fatal(err)
		}
		schema, err := valuesschema.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		values := map[string]any{"a": valueOf(r, 3), "b": valueOf(r, 3)}
		found, err := schema.Check(values)
		if err != nil {
			t.Fatal(err)
		}
		want := reference(t, string(data), values)
		verdicts[want]++
		if (len(found) == 0) != want {
			t.Errorf("%s\n%v\nmeets: %v, want %v: %v", data, values, len(found) == 0, want, found)
		}
	}
	for _, verdict := range []bool{true, false} {
		if verdicts[verdict] < worktest.Rounds(100) {
			t.Errorf("%d values of which the verdict is %v", verdicts[verdict], verdict)
		}
	}
}

// FuzzParse: whatever a file holds is a schema that can be asked, or an error.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"type": ["string", "null"]}}}`))
	f.Add([]byte("required: [a]\nif: {minProperties: 1}\nthen: {not: {}}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		schema, err := valuesschema.Parse(data)
		if err != nil {
			return
		}
		if _, err := schema.Check(map[string]any{"a": []any{"b", 1.5, nil}, "c": map[string]any{"d": true}}); err != nil {
			t.Skip(err)
		}
	})
}

// schemaOf is a random schema, with parts as deep as that.
func schemaOf(r *rand.Rand, depth int) any {
	s := map[string]any{}
	leaf := []func(){
		func() { s["type"] = pick(r, "string", "integer", "number", "object", "array", "null", "boolean") },
		func() { s["type"] = []any{"string", pick(r, "object", "array", "integer")} },
		func() { s["minimum"], s["exclusiveMaximum"] = r.IntN(3), 2.5 },
		func() { s["multipleOf"] = 0.5 },
		func() { s["minLength"], s["pattern"] = r.IntN(3), "^[a-c]*$" },
		func() { s["enum"] = []any{valueOf(r, 1), valueOf(r, 1), valueOf(r, 1)} },
		func() { s["minItems"], s["maxProperties"] = r.IntN(2), 1+r.IntN(2) },
		func() { s["required"] = []any{"a"} },
		func() { s["uniqueItems"] = true },
		func() { s["dependentRequired"] = map[string]any{"a": []any{"b"}} },
		func() { s["propertyNames"] = map[string]any{"pattern": "^[ab]$"} },
	}
	deep := []func(){
		func() { s["properties"] = map[string]any{"a": schemaOf(r, depth-1)} },
		func() { s["additionalProperties"] = schemaOf(r, depth-1) },
		func() { s["patternProperties"] = map[string]any{"^b": schemaOf(r, depth-1)} },
		func() { s["items"] = schemaOf(r, depth-1) },
		func() { s["prefixItems"] = []any{schemaOf(r, depth-1)} },
		func() { s["contains"], s["maxContains"] = schemaOf(r, depth-1), 1 },
		func() { s[pick(r, "allOf", "anyOf", "oneOf")] = []any{schemaOf(r, depth-1), schemaOf(r, depth-1)} },
		func() { s["not"] = schemaOf(r, depth-1) },
		func() { s["if"], s["then"], s["else"] = schemaOf(r, 0), schemaOf(r, depth-1), schemaOf(r, depth-1) },
		func() { s["$ref"] = "#/$defs/a" },
	}
	if r.IntN(12) == 0 {
		return r.IntN(2) == 0
	}
	if depth > 1 {
		deep[r.IntN(len(deep))]()
	}
	if depth < 3 || r.IntN(2) == 0 {
		leaf[r.IntN(len(leaf))]()
	}
	return s
}

func valueOf(r *rand.Rand, depth int) any {
	if depth == 0 || r.IntN(3) > 0 {
		return []any{nil, true, "", "ab", "d", 0.0, 1.0, 2.5, -1.0}[r.IntN(9)]
	}
	if r.IntN(2) == 0 {
		list := []any{}
		for range r.IntN(3) {
			list = append(list, valueOf(r, depth-1))
		}
		return list
	}
	object := map[string]any{}
	for range r.IntN(3) {
		object[pick(r, "a", "b", "c")] = valueOf(r, depth-1)
	}
	return object
}

func pick(r *rand.Rand, all ...string) string { return all[r.IntN(len(all))] }

// reference is the verdict of another implementation.
func reference(t *testing.T, schema string, values map[string]any) bool {
	t.Helper()
	data, err := json.Marshal(object(t, schema))
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled.Validate(values) == nil
}

func object(t *testing.T, source string) map[string]any {
	t.Helper()
	var tree map[string]any
	if err := yaml.Unmarshal([]byte(source), &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

func text(all []valuesschema.Violation) string {
	var lines []string
	for _, v := range all {
		pointer := v.Pointer
		if pointer == "" {
			pointer = "the whole"
		}
		meant := ""
		if v.Meant != "" {
			meant = "; " + v.Meant
		}
		lines = append(lines, fmt.Sprintf("%s: %s%s (%s)", strings.Join(v.Path, "."), v.Message, meant, pointer))
	}
	return strings.Join(lines, "\n")
}
