package spectest

import (
	"cmp"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Random makes a valid stack with environments of its own. The same source of
// randomness makes the same stack.
func Random(r *rand.Rand) *spec.DjangoStack {
	for {
		if s := attempt(r); s != nil {
			return s
		}
	}
}

// attempt makes a valid stack or, seldom, gives up. The spec is settled before there are
// environments to change it, since what is wrong with it is wrong in each of them.
func attempt(r *rand.Rand) *spec.DjangoStack {
	g := &generator{Rand: r, density: one(r, 0.1, 0.3, 0.6, 0.9)}
	s := &spec.DjangoStack{APIVersion: spec.APIVersion, Kind: spec.Kind}
	g.fill(reflect.ValueOf(&s.Metadata).Elem(), "")
	g.fill(reflect.ValueOf(&s.Spec).Elem(), "")
	s.Spec.Environments = map[string]spec.Environment{"prod": {}} // one is enough to be asked about
	tree := jsonTree(s)
	g.removeDefaults(tree)
	if s = g.settle(tree); s == nil {
		return nil
	}
	g.addEnvironments(s)
	return g.settle(fileTree(s))
}

// optional are fields and parts with a default that a stack can do without.
var optional = []string{
	"web.resources.limits.cpu", "web.resources", "web.probes.liveness", "django.user", "migrate.resources.requests",
	"image.pullPolicy", "proxy.resources.limits.memory", "web.replicas",
}

// removeDefaults writes null for some of what the stack can do without.
func (g *generator) removeDefaults(tree map[string]any) {
	for _, path := range optional {
		if !g.chance(0.04) {
			continue
		}
		var patch any
		for _, name := range slices.Backward(strings.Split("spec."+path, ".")) {
			patch = map[string]any{name: patch}
		}
		addNulls(tree, patch.(map[string]any))
	}
}

// generator fills values with random content.
type generator struct {
	*rand.Rand
	density float64 // share of optional fields that are set
}

func (g *generator) chance(p float64) bool { return g.Float64() < p }

func one[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// fill sets v to something of its type. Field is "Type.jsonName" of the struct
// field v stands in, by which hints are found.
func (g *generator) fill(v reflect.Value, field string) {
	if text, ok := hints[field]; ok {
		switch {
		case v.Kind() == reflect.String:
			v.SetString(text(g))
			return
		case v.Type() == reflect.TypeFor[resource.Quantity]():
			v.Set(reflect.ValueOf(resource.MustParse(text(g))))
			return
		}
	}
	if value, ok := numbers[field]; ok && v.CanInt() {
		v.SetInt(value(g))
		return
	}
	if value, ok := scalars[v.Type()]; ok {
		v.Set(value(g))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		g.lighter(field).fill(v.Elem(), field)
	case reflect.Struct:
		g.fillStruct(v)
	case reflect.Map:
		g.fillMap(v, field)
	case reflect.Slice:
		g.fillSlice(v, field)
	case reflect.String:
		v.SetString(g.text(v.Type()))
	case reflect.Int32, reflect.Int64:
		v.SetInt(1 + g.Int64N(9))
	case reflect.Bool:
		v.SetBool(g.chance(0.5))
	case reflect.Interface:
		v.Set(reflect.ValueOf(g.anything(2)))
	default:
		panic("spectest: cannot make a " + v.Type().String())
	}
}

// anything is a value of JSON of which nothing is known, so deep at most.
func (g *generator) anything(depth int) any {
	if depth > 0 && g.chance(0.4) {
		m, list := map[string]any{}, []any{}
		for range 1 + g.IntN(3) {
			m[g.label()], list = g.anything(depth-1), append(list, g.anything(depth-1))
		}
		return one[any](g.Rand, m, list)
	}
	return one[any](g.Rand, g.label(), g.argument(), int64(g.IntN(9000)), 1.5, g.chance(0.5), "")
}

// lighter is a generator of less for what stands beside what elements say themselves.
func (g *generator) lighter(field string) *generator {
	if !strings.HasSuffix(field, "Defaults") {
		return g
	}
	return &generator{g.Rand, g.density / 3}
}

// text is one of the type's values, or without such a plain name.
func (g *generator) text(t reflect.Type) string {
	if e, ok := reflect.TypeAssert[spec.Enum](reflect.Zero(t)); ok {
		return one(g.Rand, e.Enum()...)
	}
	return g.label()
}

func (g *generator) fillStruct(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		field := v.Type().Name() + "." + name
		if isApart(f.Type) || name == "-" {
			continue
		}
		needed := f.Anonymous || always[field] || !strings.Contains(options, "omit")
		if needed || g.chance(g.density*cmp.Or(rarely[field], 1)) {
			g.fill(v.Field(i), field)
		}
	}
}

// isApart reports whether a field of the spec is filled by itself, or not at all: the
// environments; the extensions, of which a stack of nobody's program has none; and the names of
// the files that a stack extends, which loading takes away.
func isApart(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[map[string]spec.Environment](), reflect.TypeFor[map[string]spec.Extension](),
		reflect.TypeFor[[]spec.DefaultsFile]():
		return true
	default:
		return false
	}
}

func (g *generator) fillMap(v reflect.Value, field string) {
	v.Set(reflect.MakeMap(v.Type()))
	for range 1 + g.IntN(3) {
		g.addEntry(v, field)
	}
}

// addEntry adds an entry to a map, under a name of the form its field wants.
func (g *generator) addEntry(m reflect.Value, field string) {
	name := g.label
	if form, ok := keys[field]; ok {
		name = func() string { return form(g) }
	}
	entry := reflect.New(m.Type().Elem()).Elem()
	g.fill(entry, field)
	m.SetMapIndex(reflect.ValueOf(name()), entry)
}

// fillSlice makes a list without repetitions, but for command lines, where the
// first word is a program and the rest anything.
func (g *generator) fillSlice(v reflect.Value, field string) {
	if commands[field] {
		words := append([]string{g.label()}, g.nastyWords()...)
		v.Set(reflect.ValueOf(words))
		return
	}
	v.SetZero()
	for range 1 + g.IntN(3) {
		item := reflect.New(v.Type().Elem()).Elem()
		g.fill(item, field)
		if !containsValue(v, item) {
			v.Set(reflect.Append(v, item))
		}
	}
}

func containsValue(list, item reflect.Value) bool {
	for i := range list.Len() {
		if reflect.DeepEqual(list.Index(i).Interface(), item.Interface()) {
			return true
		}
	}
	return false
}

// mapKeys are the same of a map of any type.
func mapKeys(m reflect.Value) []reflect.Value {
	names := m.MapKeys()
	slices.SortFunc(names, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	return names
}
