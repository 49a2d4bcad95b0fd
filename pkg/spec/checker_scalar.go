package spec

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/secrets"
)

// scalar checks a single value. Nothing is converted: what a reader of the
// file, or another YAML parser, could take for something else must be quoted.
func (c *checker) scalar(p place, s *shape) (any, bool) {
	switch s.kind {
	case kindBool:
		return c.boolean(p)
	case kindNumber:
		return c.number(p, s)
	case kindParsed:
		return c.parsed(p, s)
	default:
		return c.text(p, s)
	}
}

func (c *checker) text(p place, s *shape) (any, bool) {
	n := p.node
	switch tag := n.ShortTag(); {
	case tag == "!!int", tag == "!!float", tag == "!!bool", isOldBool(n):
		c.add(p, fmt.Sprintf("expected text, found %s; quote it: %s%q", describe(n), keyPrefix(p), n.Value))
		return nil, false
	}
	if r, found := controlIn(n.Value); found {
		c.add(p, fmt.Sprintf("holds the control character %U; remove it", r))
		return nil, false
	}
	switch {
	case s.enum != nil && !slices.Contains(s.enum, n.Value):
		c.add(p, notOneOf(n.Value, s.enum))
	case s.checked && (n.Value != "" || p.key == nil): // an empty field is an unset one, an empty item is none
		v := reflect.New(s.typ).Elem()
		v.SetString(n.Value)
		c.check(p, v)
	}
	return n.Value, true
}

// check asks a Checked value about itself. What it complains of stays in the
// tree: it fits its type, so that no other rule takes it for missing.
func (c *checker) check(p place, v reflect.Value) {
	if err := v.Interface().(Checked).Check(); err != nil {
		c.add(p, err.Error())
	}
}

func (c *checker) boolean(p place) (any, bool) {
	text := strings.ToLower(p.node.Value)
	if p.node.ShortTag() == "!!bool" && (text == "true" || text == "false") {
		return text == "true", true
	}
	remedy := "write true or false"
	switch text {
	case "yes", "on", "y", "true":
		remedy = "write " + keyPrefix(p) + "true"
	case "no", "off", "n", "false":
		remedy = "write " + keyPrefix(p) + "false"
	}
	c.add(p, fmt.Sprintf("expected true or false, found %s; %s", describe(p.node), remedy))
	return nil, false
}

func (c *checker) number(p place, s *shape) (any, bool) {
	n := p.node
	v, err := strconv.ParseInt(n.Value, 10, 64)
	canonical := err == nil && strconv.FormatInt(v, 10) == n.Value
	switch {
	case n.ShortTag() == "!!str" && canonical:
		c.add(p, fmt.Sprintf("expected a number, found text; remove the quotes: %s%s", keyPrefix(p), n.Value))
		return nil, false
	case n.ShortTag() != "!!int":
		c.add(p, fmt.Sprintf("expected a whole number, found %s", describe(n)))
		return nil, false
	case !canonical && err == nil, strings.ContainsAny(n.Value, "xXoObB_"):
		c.add(p, fmt.Sprintf("%s can be read in two ways; write a whole number in plain decimal digits", n.Value))
		return nil, false
	}
	field := reflect.New(s.typ).Elem()
	if err != nil || field.OverflowInt(v) {
		c.add(p, fmt.Sprintf("%s is too large; at most %d", n.Value, int64(1)<<(s.typ.Bits()-1)-1))
		return nil, false
	}
	switch {
	case s.checked:
		field.SetInt(v)
		c.check(p, field)
	case v == 0 && s.least > 0:
		c.add(p, "0 would count as unset; write 1 or more, or remove the line for the default")
	}
	return v, true
}

// parsed checks a scalar whose Go type reads itself. Its tree is its text.
func (c *checker) parsed(p place, s *shape) (any, bool) {
	text, err := json.Marshal(p.node.Value)
	if err == nil {
		err = s.parse(reflect.New(s.typ), text)
	}
	if err != nil {
		c.add(p, err.Error())
		return nil, false
	}
	return p.node.Value, true
}

// parse lets a kindParsed value read itself from JSON.
func (s *shape) parse(pointer reflect.Value, data []byte) error {
	value := pointer.Interface().(json.Unmarshaler)
	if s.typ != quantityType {
		return value.UnmarshalJSON(data)
	}
	if !isAmount(data) || value.UnmarshalJSON(data) != nil {
		return fmt.Errorf("%s is not an amount; write one such as 500m, 2, 512Mi or 20Gi", data)
	}
	_ = value.(*resource.Quantity).String() // which every copy remembers
	return nil
}

// isAmount bounds what resource.Quantity is asked to read: it computes exactly,
// so that a large exponent would take minutes.
func isAmount(data []byte) bool {
	text := strings.Trim(string(data), `"`)
	_, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	return text != "" && len(text) <= 32 && len(strings.TrimLeft(exponent, "+-0")) <= 2
}

// mismatch says that a value is of the wrong kind altogether. The text in the
// place of a reference may be the secret itself, and is not repeated.
func (c *checker) mismatch(p place, s *shape) {
	if isTemplate(p.node) {
		c.add(p, template)
		return
	}
	if s.typ == secretKeyType && p.node.Kind == yaml.ScalarNode {
		c.add(p, "expected a map, found text; name a Secret and its key, as in {secret: shop-mail, key: password}, "+
			"and never the value")
		return
	}
	found := describe(p.node)
	if s.kind == kindList && p.node.Kind == yaml.ScalarNode && secrets.In(p.node.Value) != "" {
		found = "text"
	}
	c.add(p, fmt.Sprintf("expected %s, found %s%s", s.describe(), found, remedy(p, s)))
}

// remedy is what to write instead of a value of the wrong kind.
func remedy(p place, s *shape) string {
	scalar := p.node.Kind == yaml.ScalarNode
	switch {
	case s.kind == kindObject:
		return objectRemedy(p, s)
	case s.kind == kindList && scalar && s.elem.kind != kindObject:
		return fmt.Sprintf("; write %s%s", keyPrefix(p), wordsOf(p.node.Value))
	case s.kind == kindDict && (s.elem.kind == kindObject || s.elem.kind == kindPatch):
		return fmt.Sprintf("; write %s{NAME: {}}, with a name for each", keyPrefix(p))
	case s.kind == kindDict:
		return fmt.Sprintf("; write %s{NAME: value}", keyPrefix(p))
	case s.kind == kindText && p.node.Kind == yaml.MappingNode:
		return "; write the text alone"
	default:
		return ""
	}
}

// objectRemedy is what to write instead of something that is no object.
func objectRemedy(p place, s *shape) string {
	scalar := p.node.Kind == yaml.ScalarNode
	switch isTrue := scalar && p.node.Value == "true"; {
	case s.typ == imageType && scalar && p.node.ShortTag() == "!!str":
		return imageParts(keyPrefix(p), excerpt(p.node.Value))
	case isTrue && neededIn[s.typ.Name()] != "":
		return "; write " + leastOf(s)
	case isTrue:
		return "; write {} for the defaults, or some of " + fieldNames(s)
	case len(s.fields) > 0:
		return "; its fields are " + fieldNames(s)
	default:
		return ""
	}
}

// knownTag refuses explicit tags other than those of JSON's types.
func (c *checker) knownTag(p place) bool {
	if p.node.Style&yaml.TaggedStyle == 0 {
		return true
	}
	switch p.node.ShortTag() {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq":
		return true
	}
	c.add(p, "a tag of its own is not read; remove it")
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

// controlIn finds a character that is not for text: no YAML file could hold it
// but escaped, and no ConfigMap should.
func controlIn(text string) (rune, bool) {
	for _, r := range text {
		switch {
		case r == '\n', r == '\t', r == '\r':
		case unicode.IsControl(r), r == 0xfeff, r == 0xfffe, r == 0xffff:
			return r, true
		}
	}
	return 0, false
}

func keyPrefix(p place) string {
	if p.key == nil {
		return ""
	}
	return p.key.Value + ": "
}
