package spec

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/secrets"
)

// unknown reports a field that an object does not have, with the likeliest
// remedy.
func (c *checker) unknown(p place, s *shape, name string) {
	path := c.where()
	parent := strings.TrimSuffix(path, strings.TrimPrefix(segment(name), "."))
	near, remedy := s.foreign(path, name)
	if top := s == specShape() && len(otherWords[name]) > 0; remedy == "" || top {
		near, remedy = meant(path, name, s.names())
	}
	if near != "" {
		c.refused[parent+near] = true // it is there, but for its spelling
	}
	if near == "" && private(strings.TrimSuffix(parent, ".")) && !consistsOf(name, letters+"-_") {
		path = parent + secrets.Hidden // the secret itself, in the place of a field
	}
	c.report(p.key, path, "unknown field; "+remedy)
}

// meant is what a name that is none of an object's likely stands for, as a remedy:
// a name of the object that is spelt alike, the same name elsewhere, or the names
// there are. One that is right elsewhere is no slip of more than a letter.
func meant(path, name string, names []string) (near, remedy string) {
	near, _ = nearest(name, names)
	slip := near != "" && (edits(name, near) == 1 || strings.EqualFold(name, near))
	if elsewhere, ok := misplaced(path, name); ok && !slip {
		return "", fmt.Sprintf("did you mean %s?", elsewhere)
	}
	return near, oneOf(name, names)
}

// names lists an object's fields in the order of declaration.
func (s *shape) names() []string {
	all := make([]string, len(s.fields))
	for i, f := range s.fields {
		all[i] = f.name
	}
	return all
}

func fieldNames(s *shape) string { return strings.Join(s.names(), ", ") }

func notOneOf(value string, allowed []string) string {
	if remedy, known := otherValues[value]; known && slices.Contains(allowed, remedy.instead) {
		return fmt.Sprintf("unknown value %q; %s", value, remedy.how)
	}
	return fmt.Sprintf("unknown value %q; %s", value, oneOf(value, allowed))
}

// oneOf is the remedy for a value or name that is none of the allowed ones.
func oneOf(value string, allowed []string) string {
	if near, ok := nearest(value, allowed); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "expected one of " + strings.Join(allowed, ", ")
}

// nearest is the candidate a typing error away from text, if there is one: one
// edit for a short word, one in three letters for a longer one.
func nearest(text string, candidates []string) (string, bool) {
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

// fieldPaths holds, by name, all paths of the spec that end in a field of that
// name, in the order of declaration; NAME stands for the keys of a map.
var fieldPaths = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	var walk func(s *shape, path string)
	walk = func(s *shape, path string) {
		switch s.kind {
		case kindDict:
			walk(s.elem, path+".NAME")
		case kindList:
			walk(s.elem, path+"[]")
		case kindObject:
			for _, f := range s.fields {
				all[f.name] = append(all[f.name], path+"."+f.name)
				walk(f.shape, path+"."+f.name)
			}
		default: // a scalar has no fields, and those of environments are the spec's
		}
	}
	walk(specShape(), "spec")
	return all
})

// misplaced is the path where a field of that name belongs, within the same
// environment.
func misplaced(path, name string) (string, bool) {
	environment := ""
	if rest, ok := strings.CutPrefix(path, "spec.environments."); ok {
		environment, rest, _ = strings.Cut(rest, ".")
		path = "spec." + rest
	}
	places := belongs(strings.Split(path, "."), name)
	for i, p := range places {
		if below, ok := strings.CutPrefix(p, "spec."); ok && environment != "" && name != "environments" {
			places[i] = "spec.environments." + environment + "." + below
		}
	}
	return strings.Join(places, " or "), len(places) > 0
}

// belongs is where a name belongs that stands here: of the paths of that name the
// one that shares the longest beginning, of these the shortest. At the top of the
// spec others' words are understood.
func belongs(here []string, name string) []string {
	if words := otherWords[name]; len(here) == 2 && len(words) > 0 {
		return slices.Clone(words)
	}
	candidates := fieldPaths()[name]
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
	if len(candidates) > 1 && len(here) > 2 && score(best) < 100 {
		return nil // all of them below other fields of the spec
	}
	return []string{best}
}

// describe names what a node is, for "expected …, found …".
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return describe(n.Alias)
	default:
		return describeScalar(n)
	}
}

func describeScalar(n *yaml.Node) string {
	value := excerpt(n.Value)
	switch n.ShortTag() {
	case "!!int", "!!float":
		return "the number " + value
	case "!!bool":
		return "the truth value " + value
	case "!!null":
		return "nothing"
	}
	if isOldBool(n) {
		return fmt.Sprintf("%s, which many tools read as true or false", value)
	}
	return fmt.Sprintf("the text %q", value)
}

// excerpt is as much of a value as a message shows. Secrets are taken out of it before
// it is cut, since half of one has no look.
func excerpt(value string) string {
	if value = secrets.Redact(value); len(value) > 40 {
		return strings.ToValidUTF8(value[:40], "") + "…"
	}
	return value
}

// describe names what a shape wants, for "expected …".
func (s *shape) describe() string {
	switch s.kind {
	case kindObject, kindPatch:
		if alone := s.alone(); alone != nil {
			return alone.describe() + " or a map"
		}
		return "a map"
	case kindDict:
		return "a map by name"
	case kindList:
		if s.single {
			return "text or a list"
		}
		return "a list"
	case kindNumber:
		return "a whole number"
	case kindBool:
		return "true or false"
	case kindParsed:
		if s.typ == durationType {
			return "a duration"
		}
		return "an amount"
	default:
		return "text"
	}
}
