package spectest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// environmentNames has the customary names and others.
var environmentNames = []string{"dev", "staging", "prod", "qa", "eu-west-1", "null", "on", "production"}

// addEnvironments gives s one to four environments, or none, which means the
// customary three. Each is made by changing a copy of the spec at random and
// stating the difference: so the merged spec is as valid as the changed one,
// and the patch holds nulls, scalars, lists and maps as a user would write them.
func (g *generator) addEnvironments(s *spec.DjangoStack) {
	if g.chance(0.1) {
		return
	}
	environments := map[string]spec.Environment{}
	for range 1 + g.IntN(4) {
		name := one(g.Rand, environmentNames...)
		patch, _ := g.environment(s)
		patch["cluster"] = name // in one cluster they could not have a namespace or host in common
		environments[name] = patch
	}
	s.Spec.Environments = environments
}

// environment is a patch of s, and what it makes of the spec.
func (g *generator) environment(s *spec.DjangoStack) (spec.Environment, *spec.StackSpec) {
	target := s.DeepCopy()
	root := reflect.ValueOf(&target.Spec).Elem()
	for range g.IntN(7) {
		g.change(root, "")
	}
	g.repairAll(root)
	base := jsonTree(&s.Spec)
	want := jsonTree(&target.Spec)
	patch := mergePatch(base, want)
	keepNeeded(s, patch, func(path []string) { restore(want, base, path) })
	g.repeat(patch, base)
	kept := &spec.StackSpec{}
	fromTree(want, kept)
	return patch, kept
}

// keepNeeded takes out of a patch of s the nulls that remove what no stack can do
// without, and hands on where each was: it unsets what the findings name.
func keepNeeded(s *spec.DjangoStack, patch map[string]any, kept func(path []string)) {
	for nulls := onlyNulls(patch); len(nulls) > 0; nulls = onlyNulls(patch) {
		needed := refused(s, nulls)
		if len(needed) == 0 || !unset(patch, nil, needed, kept) {
			return
		}
	}
}

// unset takes the nulls out of a patch that findings at these paths are about.
func unset(patch map[string]any, path, needed []string, kept func(path []string)) (changed bool) {
	for _, name := range sorted.Keys(patch) {
		at := append(slices.Clip(path), name)
		if inner, isMap := patch[name].(map[string]any); isMap {
			changed = unset(inner, at, needed, kept) || changed
		} else if patch[name] == nil && slices.ContainsFunc(needed, func(path string) bool { return leadsTo(at, path) }) {
			delete(patch, name)
			kept(at)
			changed = true
		}
	}
	return changed
}

// leadsTo reports whether a finding's path begins with these names.
func leadsTo(names []string, path string) bool {
	rest := strings.TrimPrefix(path, "spec")
	for _, name := range names {
		inside, bracketed := strings.CutPrefix(rest, "["+name+"]")
		below, dotted := strings.CutPrefix(rest, "."+name)
		switch {
		case bracketed:
			rest = inside
		case dotted:
			rest = below
		default:
			return false
		}
	}
	return rest == "" || rest[0] == '.' || rest[0] == '['
}

// refused are the paths at which a patch of s has null where something has to stand.
func refused(s *spec.DjangoStack, patch map[string]any) []string {
	alone := *s
	alone.Spec.Environments = map[string]spec.Environment{"dev": patch}
	changed, err := alone.Effective("dev")
	if err != nil {
		panic(fmt.Sprintf("spectest: %v", err)) // null fits everywhere
	}
	errs, _ := spec.Validate(changed)
	var paths []string
	for _, e := range errs {
		if strings.HasPrefix(e.Detail, "cannot be removed") {
			paths = append(paths, e.Field)
		}
	}
	return paths
}

// onlyNulls is what a patch removes.
func onlyNulls(patch map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range patch {
		switch inner, isMap := value.(map[string]any); {
		case value == nil:
			out[name] = nil
		case isMap:
			if below := onlyNulls(inner); len(below) > 0 {
				out[name] = below
			}
		}
	}
	return out
}

// restore puts into a tree what another has at a path.
func restore(tree, from map[string]any, path []string) {
	for _, name := range path[:len(path)-1] {
		inner, ok := tree[name].(map[string]any)
		if !ok {
			return
		}
		tree, from = inner, from[name].(map[string]any)
	}
	name := path[len(path)-1]
	tree[name] = from[name]
}

// fromTree is the opposite of [jsonTree].
func fromTree(tree map[string]any, value any) {
	data, err := json.Marshal(tree)
	if err != nil {
		panic(fmt.Sprintf("spectest: %v", err))
	}
	if err := json.Unmarshal(data, value); err != nil {
		panic(fmt.Sprintf("spectest: %v", err))
	}
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
		g.replace(v, field)
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
	case f.Type == reflect.TypeFor[map[string]spec.Environment]() || name == "-":
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
func (g *generator) replace(v reflect.Value, field string) {
	density := g.density
	g.density = 0.3
	v.SetZero()
	g.fill(v, field)
	g.density = density
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

// mergePatch is the JSON merge patch (RFC 7386) that turns base into want.
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
		if m, ok := value.(map[string]any); ok && isMap {
			patch[name] = mergePatch(was, m)
			continue
		}
		patch[name] = value
	}
	return patch
}
