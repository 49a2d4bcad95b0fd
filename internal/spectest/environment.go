package spectest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// environmentNames has the customary names and others.
var environmentNames = []string{"dev", "staging", "prod", "qa", "eu-west-1", "null", "on", "production"}

// addEnvironments gives a stack one to three environments, or none, which means the
// customary three.
func (g *generator) addEnvironments(s *spec.DjangoStack) {
	s.Spec.Environments = nil
	if g.chance(0.1) {
		return
	}
	environments := map[string]spec.Environment{}
	for range 1 + g.IntN(3) {
		name := one(g.Rand, environmentNames...)
		patch, _ := g.environment(s)
		patch["cluster"] = name // in one cluster they could not have a namespace or host in common
		environments[name] = patch
	}
	s.Spec.Environments = environments
}

// environment changes a copy of the spec at random and states the difference, so that a
// patch holds nulls, scalars, lists and maps as a user would write them. It returns both.
func (g *generator) environment(s *spec.DjangoStack) (spec.Environment, *spec.StackSpec) {
	target := s.DeepCopy()
	for range g.IntN(7) {
		g.change(reflect.ValueOf(&target.Spec).Elem(), "")
	}
	base := jsonTree(&s.Spec)
	patch := mergePatch(base, jsonTree(&target.Spec))
	g.repeat(patch, base)
	return patch, &target.Spec
}

// change alters v somewhere: at v itself, or further down.
func (g *generator) change(v reflect.Value, field string) {
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil() && g.chance(0.8):
		g.change(v.Elem(), field)
	case v.Kind() == reflect.Struct && !isScalar(v.Type()):
		g.changeField(v)
	case v.Kind() == reflect.Map && v.Len() > 0 && g.chance(0.9):
		g.changeMap(v, field)
	default:
		g.replace(v, field, 0.3)
	}
}

func isScalar(t reflect.Type) bool {
	_, ok := scalars[t]
	return ok
}

// changeField changes one field of a struct, or unsets it where it is optional.
func (g *generator) changeField(v reflect.Value) {
	i := g.IntN(v.NumField())
	f := v.Type().Field(i)
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	field := v.Type().Name() + "." + name
	switch {
	case isApart(f.Type) || name == "-":
	case g.chance(0.25) && strings.Contains(options, "omit") && !always[field]:
		v.Field(i).SetZero()
	default:
		g.change(v.Field(i), field)
	}
}

// changeMap adds an entry, removes one or changes one.
func (g *generator) changeMap(v reflect.Value, field string) {
	names := mapKeys(v)
	name := names[g.IntN(len(names))]
	switch g.IntN(4) {
	case 0:
		g.addEntry(v, field)
	case 1:
		v.SetMapIndex(name, reflect.Value{})
		if v.Len() == 0 {
			v.SetZero()
		}
	default:
		entry := reflect.New(v.Type().Elem()).Elem()
		entry.Set(v.MapIndex(name))
		g.change(entry, field)
		v.SetMapIndex(name, entry)
	}
}

// replace fills v anew, with less in it than the spec has.
func (g *generator) replace(v reflect.Value, field string, density float64) {
	lighter := generator{g.Rand, density}
	v.SetZero()
	lighter.fill(v, field)
}

// repeat adds to a patch what changes nothing: values the spec has already, and
// nulls for what it lacks.
func (g *generator) repeat(patch, base map[string]any) {
	for _, name := range sorted.Keys(base) {
		if _, given := patch[name]; !given && g.chance(0.05) {
			patch[name] = base[name]
		}
	}
	for _, name := range []string{"proxy", "celery", "superuser", "media", "expose", "broker"} {
		if _, given := base[name]; !given && patch[name] == nil && g.chance(0.1) {
			patch[name] = nil
		}
	}
}

// jsonTree is a value as a file holds it.
func jsonTree(value any) map[string]any {
	data, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("spectest: %v", err))
	}
	var tree map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		panic(fmt.Sprintf("spectest: %v", err))
	}
	return tree
}

// mergePatch is the JSON merge patch (RFC 7386) that turns base into want. A patch of objects is one
// value.
func mergePatch(base, want map[string]any) map[string]any {
	patch := map[string]any{}
	for name := range base {
		if _, keep := want[name]; !keep {
			patch[name] = nil
		}
	}
	for name, value := range want {
		old, existed := base[name]
		if reflect.DeepEqual(old, value) && existed {
			continue
		}
		was, isMap := old.(map[string]any)
		if m, ok := value.(map[string]any); ok && isMap && name != "patch" {
			patch[name] = mergePatch(was, m)
			continue
		}
		patch[name] = value
	}
	return patch
}
