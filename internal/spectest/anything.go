package spectest

import (
	"math/rand/v2"
	"reflect"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Anything makes a stack of the right types and mostly wrong values: empty and
// odd texts, numbers beyond every bound, fields that exclude each other. What is
// said to be total must take it.
func Anything(r *rand.Rand) *spec.DjangoStack {
	g := &generator{Rand: r, density: one(r, 0.05, 0.3, 0.7, 1)}
	s := &spec.DjangoStack{}
	g.fill(reflect.ValueOf(&s.Metadata).Elem(), "")
	g.fill(reflect.ValueOf(&s.Spec).Elem(), "")
	g.spoil(reflect.ValueOf(s).Elem())
	return s
}

// spoil changes values of a tree to ones nobody expects.
func (g *generator) spoil(v reflect.Value) {
	switch {
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			g.spoil(v.Elem())
		}
	case v.Kind() == reflect.Struct && !isScalar(v.Type()):
		for f, value := range v.Fields() {
			if !isApart(f.Type) {
				g.spoil(value)
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			g.spoil(v.Index(i))
		}
	case v.Kind() == reflect.Map:
		g.spoilMap(v)
	default:
		if g.chance(0.2) {
			g.spoilScalar(v)
		}
	}
}

func (g *generator) spoilMap(v reflect.Value) {
	for _, name := range mapKeys(v) {
		entry := reflect.New(v.Type().Elem()).Elem()
		entry.Set(v.MapIndex(name))
		g.spoil(entry)
		if g.chance(0.1) {
			name = reflect.ValueOf(g.oddText())
		}
		v.SetMapIndex(name, entry)
	}
}
