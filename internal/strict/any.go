package strict

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// any reads a value of which nothing is known but that it is one of JSON: a map, a list, text,
// a number, a truth value or null. Plain words that YAML parsers take for different things are
// refused as everywhere.
func (r *Reader) any(p place, t *Type) (any, bool) {
	if p.node.Kind == yaml.MappingNode {
		return r.entries(p.node, &Type{Kind: Map, Elem: t, root: t.root})
	}
	if p.node.Kind == yaml.SequenceNode {
		return r.items(p.node, &Type{Kind: List, Elem: t, root: t.root})
	}
	switch p.node.ShortTag() {
	case "!!int":
		return r.anyInteger(p)
	case "!!float":
		return r.anyFloat(p)
	case "!!bool":
		return r.boolean(p)
	}
	if isOldBool(p.node) {
		r.add(p, CodeWrongType, fmt.Sprintf("%s; quote it: %s%q, or write true or false", r.describe(p.node), p.prefix(),
			p.node.Value))
		return nil, false
	}
	if c, found := ControlCharacter(p.node.Value); found {
		r.add(p, CodeInvalid, fmt.Sprintf("holds the control character %U; remove it", c))
		return nil, false
	}
	return p.node.Value, true
}

func (r *Reader) anyInteger(p place) (any, bool) {
	text := p.node.Value
	v, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err == nil && strconv.FormatInt(v, 10) == text:
		return v, true
	case err == nil, strings.ContainsAny(text, "xXoObB_+"):
		remedy := fmt.Sprintf("quote it: %s%q", p.prefix(), text)
		if v, err := strconv.ParseInt(text, 0, 64); err == nil {
			remedy += fmt.Sprintf(", or write the number %d", v)
		}
		r.add(p, CodeWrongType, text+" can be read in two ways; "+remedy)
	default:
		return r.tooLarge(p)
	}
	return nil, false
}

func (r *Reader) tooLarge(p place) (any, bool) {
	r.add(p, CodeInvalid, p.node.Value+" is too large for a whole number; quote it")
	return nil, false
}

// anyFloat reads a number with a fraction. One that is not written as it is printed is mostly
// meant as text: version 1.10 is the number 1.1.
func (r *Reader) anyFloat(p place) (any, bool) {
	v, err := strconv.ParseFloat(p.node.Value, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		r.add(p, CodeInvalid, fmt.Sprintf("%s is no number of JSON; quote it: %s%q", p.node.Value, p.prefix(), p.node.Value))
		return nil, false
	}
	if !strings.ContainsAny(p.node.Value, ".eE") {
		return r.tooLarge(p)
	}
	if shown := strconv.FormatFloat(v, 'f', -1, 64); shown != p.node.Value && len(shown) < 20 {
		r.add(p, CodeWrongType, fmt.Sprintf("%s is the number %s; write that, or quote it: %s%q", p.node.Value, shown,
			p.prefix(), p.node.Value))
		return nil, false
	}
	return v, true
}

// mergeAny merges JSON into a value of any type. Nothing in it has a default, so that nobody
// need know what null removed.
func mergeAny(v reflect.Value, tree any) {
	var old any
	if !v.IsNil() {
		old = v.Interface()
	}
	if merged, _ := (*Type)(nil).mergeTree(old, tree, nil); merged == nil {
		v.SetZero()
	} else {
		v.Set(reflect.ValueOf(merged))
	}
}
