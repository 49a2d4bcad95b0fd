package policy

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// places finds where in a stack something is said that an object uses.
type places struct {
	// values and keys are the paths of each text and truth value, and of each key of a map.
	values, keys map[string][]string
	// sections are the paths of maps, by the names that components have of them.
	sections map[string]string
	// found are places that have been asked for: many objects of a component use the same.
	found map[asked]place
}

// asked is what of a use decides about its place.
type asked struct {
	*rule
	value, written, section string
}

// place is a path, and the field that would say otherwise where the stack says nothing.
type place struct{ path, setting string }

// placesOf reads a stack in one environment.
func placesOf(st *stack.Stack) *places {
	p := &places{map[string][]string{}, map[string][]string{}, map[string]string{}, map[asked]place{}}
	if st == nil || st.Effective() == nil {
		return p
	}
	var tree map[string]any
	decode(st.Effective().DjangoStack, &tree)
	p.add(tree["spec"], "spec", nil)
	p.add(tree["metadata"], "metadata", nil)
	return p
}

// add reads what stands at a path below names.
func (p *places) add(tree any, path string, names []string) {
	switch t := tree.(type) {
	case map[string]any:
		p.addSection(path, names)
		for _, key := range sorted.Keys(t) {
			if path == "spec" && key == "environments" {
				continue // which have been merged
			}
			at := path + strict.Segment(key)
			p.keys[key] = append(p.keys[key], at)
			p.add(t[key], at, append(slices.Clip(names), key))
		}
	case []any:
		for i, item := range t {
			p.add(item, path+"["+strconv.Itoa(i)+"]", names)
		}
	case string:
		p.values[t] = append(p.values[t], path)
	case bool:
		text := strconv.FormatBool(t)
		p.values[text] = append(p.values[text], path)
	}
}

// addSection enters a map under the names that components have: web, worker-NAME,
// database-NAME, and database for its default.
func (p *places) addSection(path string, names []string) {
	if len(names) == 0 || len(names) > 3 {
		return
	}
	last := names[len(names)-1]
	enter := func(name string) {
		if p.sections[name] == "" || strings.Count(path, ".") < strings.Count(p.sections[name], ".") {
			p.sections[name] = path
		}
	}
	enter(last)
	if len(names) > 1 {
		kind := singular(names[len(names)-2])
		enter(kind + "-" + last)
		enter(spec.ComponentName(kind, last))
	}
}

// singular is what one entry of a collection is called.
func singular(collection string) string {
	if one, ok := strings.CutSuffix(collection, "sses"); ok {
		return one + "ss"
	}
	return strings.TrimSuffix(collection, "s")
}

// sectionOf is the section of the component that an object is of, the whole spec where it has
// none.
func (p *places) sectionOf(o *object) string {
	component := o.component
	switch {
	case component == "release":
		component = "migrate"
	case component == "" && o.is("", "Namespace"):
		component = "namespace"
	}
	return cmp.Or(p.sections[component], "spec")
}

// of returns where something is said: in the section of the component that uses it, or anywhere.
func (p *places) of(u use) place {
	key := asked{u.rule, u.value, strings.Join(u.written, " "), p.sectionOf(u.by)}
	at, known := p.found[key]
	if !known {
		at = p.find(u)
		p.found[key] = at
	}
	return at
}

func (p *places) find(u use) place {
	section := p.sectionOf(u.by)
	var said []string
	if u.rule.near != "" {
		for _, value := range append(u.written, u.value) {
			said = append(said, p.values[value]...)
		}
		if u.rule == withAnnotation {
			said = append(said, p.keys[u.value]...)
		}
	}
	said = slices.DeleteFunc(said, func(path string) bool {
		return !strings.Contains(strings.ToLower(path), u.rule.near)
	})
	for _, path := range said {
		if strings.HasPrefix(path, section+".") {
			return u.rule.at(path)
		}
	}
	if len(said) > 0 {
		return u.rule.at(said[0])
	}
	at := place{path: section}
	if u.rule.setting != "" {
		setting := section + "." + u.rule.setting
		if _, err := spec.Explain(setting); err == nil && section != "spec" {
			at.setting = setting
		}
	}
	return at
}

// at is the place of a field that says what a component uses.
func (r *rule) at(path string) place {
	if r.setting == "" {
		return place{path: path}
	}
	return place{path: path, setting: path}
}
