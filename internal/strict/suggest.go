package strict

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// unknown reports a field that a struct does not have, with the likeliest remedy.
func (r *Reader) unknown(p place, t *Type, name string) {
	path := r.where()
	parent := strings.TrimSuffix(path, strings.TrimPrefix(Segment(name), "."))
	near, remedy := "", ""
	if r.Hints.Field != nil {
		near, remedy = r.Hints.Field(t, path, name)
	}
	top := t == r.patched() && len(r.Hints.Elsewhere[name]) > 0
	switch {
	case t.Kind == Sections && len(t.Fields) == 0:
		remedy = r.Sections.None
	case remedy == "" || top:
		near, remedy = r.meant(path, name, t.Names())
	}
	if near != "" {
		r.refused[parent+near] = true // it is there, but for its spelling
	} else if r.Secrets != nil {
		if shown := r.Secrets.Key(strings.TrimSuffix(parent, "."), name); shown != name {
			path = parent + shown
		}
	}
	r.Report(p.key, CodeUnknownField, path, "unknown field; "+remedy)
}

// meant is what a name that is none of a struct's likely stands for, as a remedy:
// a name of the struct that is spelt alike, the same name elsewhere, or the names
// there are. One that is right elsewhere is no slip of more than a letter.
func (r *root) meant(path, name string, names []string) (near, remedy string) {
	near, _ = Nearest(name, names)
	slip := near != "" && (edits(name, near) == 1 || strings.EqualFold(name, near))
	if elsewhere, ok := r.misplaced(path, name); ok && !slip {
		return "", fmt.Sprintf("did you mean %s?", elsewhere)
	}
	return near, OneOf(name, names)
}

// Names lists a struct's fields in the order of declaration.
func (t *Type) Names() []string {
	all := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		all[i] = f.Name
	}
	return all
}

// UnknownValue is the message for a text that is none of those allowed.
func (t *Type) UnknownValue(value string, allowed []string) string {
	remedy := ""
	if t.root.Hints.EnumValue != nil {
		remedy = t.root.Hints.EnumValue(value, allowed)
	}
	return fmt.Sprintf("unknown value %q; %s", value, cmp.Or(remedy, OneOf(value, allowed)))
}

// OneOf is the remedy for a value or name that is none of the allowed ones.
func OneOf(value string, allowed []string) string {
	if near, ok := Nearest(value, allowed); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "expected one of " + strings.Join(allowed, ", ")
}

// mostNamed is how many names a message lists.
const mostNamed = 10

// MostMeant is among how many of a user's own names the one is looked for that a misspelt one
// stands for.
const MostMeant = 100

// Listed returns names as a message lists them: the first of them, and how many more there are.
func Listed(names []string) string {
	if beyond := len(names) - mostNamed; beyond > 1 {
		return strings.Join(names[:mostNamed], ", ") + fmt.Sprintf(" and %d more", beyond)
	}
	return strings.Join(names, ", ")
}

// Nearest returns the candidate a typing error away from text, if there is one: one
// edit for a short word, one in three letters for a longer one.
func Nearest(text string, candidates []string) (string, bool) {
	if len(text) > 64 {
		return "", false
	}
	best, distance := "", max(1, len(text)/3)+1
	for _, candidate := range candidates {
		if strings.EqualFold(candidate, text) {
			return candidate, true
		}
		if d := edits(text, candidate); d < distance && d < len(candidate) {
			best, distance = candidate, d
		}
	}
	return best, best != ""
}

// edits counts the letters to insert, delete, replace or swap with their
// neighbour to turn a into b.
func edits(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// fieldPaths are all paths of fields.
type fieldPaths struct {
	of       map[string][]string // by the field's name, in the order of declaration
	sections string              // the path of the map of sections
}

// listPaths lists the paths of fields; NAME stands for the keys of a map. With patches, it
// lists those of what they are patches of.
func (r *root) listPaths() fieldPaths {
	all, open := fieldPaths{of: map[string][]string{}}, map[*Type]bool{}
	var walk func(t *Type, path string)
	walk = func(t *Type, path string) {
		if open[t] {
			return // a type within itself
		}
		open[t] = true
		defer delete(open, t)
		switch t.Kind {
		case Map:
			walk(t.Elem, path+".NAME")
		case List:
			walk(t.Elem, path+"[]")
		case Struct, Sections:
			if t.Kind == Sections {
				all.sections = path
			}
			for _, f := range t.Fields {
				at := strings.TrimPrefix(path+"."+f.Name, ".")
				all.of[f.Name] = append(all.of[f.Name], at)
				if f.Type.Kind != Struct || !f.overlaid() { // its fields are those of entries of a map
					walk(f.Type, at)
				}
			}
		default: // a scalar has no fields, and those of patches are listed
		}
	}
	walk(r.patched(), r.base)
	return all
}

// FieldPaths lists, by name, the paths of all fields; NAME stands for the keys of a map.
func (t *Type) FieldPaths() map[string][]string { return t.root.fieldPaths().of }

// misplaced is the path where a field of that name belongs, within the same patch.
func (r *root) misplaced(path, name string) (string, bool) {
	patch := ""
	if rest, ok := strings.CutPrefix(path, r.patches+"."); ok && r.patches != "" {
		patch, rest, _ = strings.Cut(rest, ".")
		path = strings.TrimPrefix(r.base+"."+rest, ".")
	}
	places := r.belongs(strings.Split(path, "."), name)
	for i, p := range places {
		below, inBase := strings.CutPrefix(p, r.base+".")
		if inBase = inBase || r.base == ""; inBase && patch != "" && r.base+"."+name != r.patches {
			places[i] = r.patches + "." + patch + "." + below
		}
	}
	return strings.Join(places, " or "), len(places) > 0
}

// belongs is where a name belongs that stands here: of the paths of that name the
// one that shares the longest beginning, of these the shortest. At the top others' words
// are understood.
func (r *root) belongs(here []string, name string) []string {
	top := 1
	if r.base != "" {
		top += 1 + strings.Count(r.base, ".")
	}
	if words := r.Hints.Elsewhere[name]; len(here) == top && len(words) > 0 {
		return slices.Clone(words)
	}
	paths := r.fieldPaths()
	section := paths.sectionOf(strings.Join(here, "."))
	var candidates []string
	for _, path := range paths.of[name] {
		if paths.sectionOf(path) == section {
			candidates = append(candidates, path)
		}
	}
	if len(candidates) == 0 {
		return nil
	}
	score := func(candidate string) int {
		there := strings.Split(candidate, ".")
		common := 0
		for common < min(len(here), len(there)) && here[common] == there[common] {
			common++
		}
		return 100*common - len(there)
	}
	best := slices.MaxFunc(candidates, func(a, b string) int { return score(a) - score(b) })
	if len(candidates) > 1 && len(here) > top && score(best) < 100*(top-1) {
		return nil // all of them below other fields
	}
	return []string{best}
}

// sectionOf is the section that a path leads into, "" where it leads into none.
func (p fieldPaths) sectionOf(path string) string {
	rest, inside := strings.CutPrefix(path, p.sections+".")
	name, _, below := strings.Cut(rest, ".")
	if p.sections == "" || !inside || !below {
		return ""
	}
	return name
}
