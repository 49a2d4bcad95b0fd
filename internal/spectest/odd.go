package spectest

import (
	"math"
	"math/rand/v2"
	"reflect"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Odd makes a valid stack with a value that nobody expects, where there is one that
// the rules let through.
func Odd(r *rand.Rand) *spec.DjangoStack {
	g := &generator{Rand: r}
	s := Random(r)
	for range 20 {
		odd := s.DeepCopy()
		g.spoilOne(reflect.ValueOf(&odd.Spec).Elem())
		if Valid(odd) && YAML(odd) != YAML(s) {
			return odd
		}
	}
	return s
}

// spoilOne changes one value somewhere below v.
func (g *generator) spoilOne(v reflect.Value) {
	switch {
	case v.IsZero(), (v.Kind() == reflect.Map || v.Kind() == reflect.Slice) && v.Len() == 0:
		// there is nothing below
	case v.Kind() == reflect.Pointer:
		g.spoilOne(v.Elem())
	case v.Kind() == reflect.Struct && !isScalar(v.Type()):
		var set []reflect.Value
		for f, value := range v.Fields() {
			if !value.IsZero() && f.Type != reflect.TypeFor[map[string]spec.Environment]() {
				set = append(set, value)
			}
		}
		if len(set) > 0 {
			g.spoilOne(one(g.Rand, set...))
		}
	case v.Kind() == reflect.Slice:
		g.spoilOne(v.Index(g.IntN(v.Len())))
	case v.Kind() == reflect.Map:
		g.spoilEntry(v)
	default:
		g.spoilScalar(v)
	}
}

// spoilEntry changes an entry of a map, or its name.
func (g *generator) spoilEntry(m reflect.Value) {
	name := one(g.Rand, mapKeys(m)...)
	entry := reflect.New(m.Type().Elem()).Elem()
	entry.Set(m.MapIndex(name))
	if g.chance(0.3) {
		m.SetMapIndex(name, reflect.Value{})
		name = reflect.ValueOf(g.argument())
	} else {
		g.spoilOne(entry)
	}
	m.SetMapIndex(name, entry)
}

// spoilScalar gives a scalar a value of its type that is hardly ever right.
func (g *generator) spoilScalar(v reflect.Value) {
	switch v.Interface().(type) {
	case spec.Duration:
		v.Set(reflect.ValueOf(spec.Duration{Duration: one(g.Rand, 0, -time.Hour, time.Nanosecond, math.MaxInt64)}))
		return
	case resource.Quantity:
		v.Set(reflect.ValueOf(resource.MustParse(one(g.Rand, "0", "-1", "1m", "9E", "1n", "100000000000000000000"))))
		return
	}
	switch {
	case v.Kind() == reflect.String:
		v.SetString(g.argument())
	case v.CanInt():
		v.SetInt(one[int64](g.Rand, 0, -1, 1, math.MaxInt32, math.MinInt32))
	}
}
