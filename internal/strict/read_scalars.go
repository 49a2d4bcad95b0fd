package strict

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// scalar checks a single value, or one of any kind. Nothing is converted: what a reader of the
// file, or another YAML parser, could take for something else must be quoted.
func (r *Reader) scalar(p place, t *Type) (any, bool) {
	switch t.Kind {
	case Any:
		return r.any(p, t)
	case Whole:
		return r.any(p, &Type{Kind: Any, root: t.root})
	case Boolean:
		return r.boolean(p)
	case Integer:
		return r.integer(p, t)
	case Custom:
		return r.custom(p, t)
	default:
		return r.text(p, t)
	}
}

func (r *Reader) text(p place, t *Type) (any, bool) {
	n := p.node
	switch tag := n.ShortTag(); {
	case tag == "!!int", tag == "!!float", tag == "!!bool", isOldBool(n):
		r.add(p, CodeWrongType, fmt.Sprintf("expected text, found %s; quote it: %s%q", r.describe(n), p.prefix(), n.Value))
		return nil, false
	}
	if c, found := ControlCharacter(n.Value); found {
		r.add(p, CodeInvalid, fmt.Sprintf("holds the control character %U; remove it", c))
		return nil, false
	}
	switch {
	case t.Enum != nil && !slices.Contains(t.Enum, n.Value):
		r.add(p, CodeUnknownValue, t.UnknownValue(n.Value, t.Enum))
	case t.Validates && (n.Value != "" || p.key == nil): // an empty field is an unset one, an empty item is none
		v := reflect.New(t.Go).Elem()
		v.SetString(n.Value)
		r.validate(p, v)
	}
	return n.Value, true
}

// validate asks a value about itself. What it complains of stays in the
// tree: it fits its type, so that no other rule takes it for missing.
func (r *Reader) validate(p place, v reflect.Value) {
	if err := v.Interface().(Validator).Validate(); err != nil {
		r.add(p, CodeInvalid, err.Error())
	}
}

func (r *Reader) boolean(p place) (any, bool) {
	text := strings.ToLower(p.node.Value)
	if p.node.ShortTag() == "!!bool" && (text == "true" || text == "false") {
		return text == "true", true
	}
	remedy := "write true or false"
	switch text {
	case "yes", "on", "y", "true":
		remedy = "write " + p.prefix() + "true"
	case "no", "off", "n", "false":
		remedy = "write " + p.prefix() + "false"
	}
	r.add(p, CodeWrongType, fmt.Sprintf("expected true or false, found %s; %s", r.describe(p.node), remedy))
	return nil, false
}

func (r *Reader) integer(p place, t *Type) (any, bool) {
	n := p.node
	v, err := strconv.ParseInt(n.Value, 10, 64)
	canonical := err == nil && strconv.FormatInt(v, 10) == n.Value
	switch {
	case n.ShortTag() == "!!str" && canonical:
		r.add(p, CodeWrongType, fmt.Sprintf("expected a number, found text; remove the quotes: %s%s", p.prefix(), n.Value))
		return nil, false
	case n.ShortTag() != "!!int":
		r.add(p, CodeWrongType, fmt.Sprintf("expected a whole number, found %s", r.describe(n)))
		return nil, false
	case !canonical && err == nil, strings.ContainsAny(n.Value, "xXoObB_"):
		r.add(p, CodeWrongType, n.Value+" can be read in two ways; write a whole number in plain decimal digits")
		return nil, false
	}
	field := reflect.New(t.Go).Elem()
	if err != nil || field.OverflowInt(v) {
		r.add(p, CodeInvalid, fmt.Sprintf("%s is too large; at most %d", n.Value, int64(1)<<(t.Go.Bits()-1)-1))
		return nil, false
	}
	switch {
	case t.Validates:
		field.SetInt(v)
		r.validate(p, field)
	case v == 0 && t.Min > 0:
		r.add(p, CodeInvalid, "0 would count as unset; write 1 or more, or remove the line for the default")
	}
	return v, true
}

// custom checks a scalar whose Go type reads itself. Its tree is its text, or, of a type
// of which nothing is known, the number or truth value that it is.
func (r *Reader) custom(p place, t *Type) (any, bool) {
	var tree any = p.node.Value
	if _, known := r.Scalars[t.Go]; !known && p.node.ShortTag() != "!!str" {
		if json.Unmarshal([]byte(p.node.Value), &tree) != nil {
			tree = p.node.Value
		}
	}
	data, err := json.Marshal(tree)
	if err == nil {
		err = t.parse(reflect.New(t.Go), data)
	}
	if err != nil {
		r.add(p, CodeInvalid, err.Error())
		return nil, false
	}
	return tree, true
}

// parse lets a value read itself from JSON. One that panics cannot read what is there.
func (t *Type) parse(pointer reflect.Value, data []byte) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("%s cannot read it: panic: %v", t.Go, value)
		}
	}()
	if parse := t.root.Scalars[t.Go].Parse; parse != nil {
		return parse(pointer.Interface(), data)
	}
	if own, ok := reflect.TypeAssert[json.Unmarshaler](pointer); ok {
		return own.UnmarshalJSON(data)
	}
	return json.Unmarshal(data, pointer.Interface())
}

// knownTag refuses explicit tags other than those of JSON's types.
func (r *Reader) knownTag(p place) bool {
	if p.node.Style&yaml.TaggedStyle == 0 {
		return true
	}
	switch p.node.ShortTag() {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq":
		return true
	}
	r.add(p, CodeWrongType, "a tag of its own is not read; remove it")
	return false
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// isOldBool reports whether a plain word means true or false in YAML 1.1, which
// many tools still read, and text in YAML 1.2.
func isOldBool(n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode || n.Style != 0 {
		return false
	}
	switch n.Value {
	case "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF":
		return true
	}
	return false
}

// IsAmbiguous reports whether a plain word is other than text to a YAML parser.
func IsAmbiguous(word string) bool {
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: word}
	return n.ShortTag() != "!!str" || isOldBool(n)
}

// ControlCharacter finds a character that is not for text: no YAML file could hold it
// but escaped, and no ConfigMap should.
func ControlCharacter(text string) (rune, bool) {
	for _, c := range text {
		switch {
		case c == '\n', c == '\t', c == '\r':
		case unicode.IsControl(c), c == 0xfeff, c == 0xfffe, c == 0xffff:
			return c, true
		}
	}
	return 0, false
}
