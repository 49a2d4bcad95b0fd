package gotemplate

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/Masterminds/sprig/v3"

	"github.com/djangostack/djangostack/internal/strict"
)

// Function is a function of Helm's templates, and whether a template may call it here.
type Function struct {
	// Name in templates, and Group of functions that it belongs to.
	Name, Group string
	// Refused is the reason why no template may call it; "" for one that any may.
	Refused string
}

// Functions lists the functions of Helm's templates, sprig's among them, by group and name.
func Functions() []Function {
	list := slices.Collect(maps.Values(known()))
	slices.SortFunc(list, func(a, b Function) int {
		if order := strings.Compare(a.Group, b.Group); order != 0 {
			return order
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list
}

// known are all functions by their names.
var known = sync.OnceValue(func() map[string]Function {
	all := map[string]Function{}
	for group, names := range allowed {
		for name := range strings.FieldsSeq(names) {
			all[name] = Function{Name: name, Group: group}
		}
	}
	for _, r := range refused {
		for name := range strings.FieldsSeq(r.names) {
			all[name] = Function{Name: name, Group: groupRefused, Refused: r.reason}
		}
	}
	return all
})

// checkFunction says why no template may call a function, "" where any may.
func checkFunction(name string) string {
	f, found := known()[name]
	if found && f.Refused == "" {
		return ""
	}
	if found {
		return "is refused: " + f.Refused
	}
	var names []string
	for _, f := range Functions() {
		if f.Refused == "" {
			names = append(names, f.Name)
		}
	}
	if near, ok := strict.Nearest(name, names); ok && !isOwn(name) {
		return "is not known; did you mean " + near + "?"
	}
	return "is not known; see the list of functions in the documentation of manifests"
}

// functions are those of a run, by their names.
func (r *Run) functions() map[string]any {
	bound := map[string]any{
		nextNode:   r.next,
		printed:    r.printed,
		checkRange: ranged,
		needField: func(shown string, from any, keys ...string) (any, error) {
			return r.field(needField, shown, from, keys)
		},
		mayField: func(shown string, from any, keys ...string) (any, error) { return r.field(mayField, shown, from, keys) },
	}
	sprigs := sprigFunctions()
	own := r.ownFunctions()
	for name, f := range known() {
		if f.Refused != "" || ofGo[name] {
			continue
		}
		call, ours := own[name]
		if !ours {
			call = sprigs[name]
		}
		bound[name] = r.bound(function{call: call, keeps: kept[name], cost: costOf(f)})
	}
	return bound
}

// sprigFunctions are made once: sprig makes them anew for each caller.
var sprigFunctions = sync.OnceValue(sprig.TxtFuncMap)

func costOf(f Function) func(*Run, []any) (int, error) {
	if cost := costs[f.Name]; cost != nil {
		return cost
	}
	if f.Group == groupNumbers {
		return wholeNumbers
	}
	return nil
}

// ofGo are those functions of text/template that are called as they are: they look at single
// values, and and and or do not look at all of them.
var ofGo = map[string]bool{
	"and": true, "eq": true, "ge": true, "gt": true, "index": true, "le": true, "len": true, "lt": true,
	"ne": true, "not": true, "or": true,
}
