package spectest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/djangostack/djangostack/internal/jsonyaml"
	"github.com/djangostack/djangostack/pkg/spec"
)

// mostRounds is how often a stack is changed before another is made.
const mostRounds = 12

// settle makes a stack valid by what the rules say of it: what they miss is made, and what
// they refuse is unset, until they find nothing. It returns nil for a stack that needs too
// many rounds.
func (g *generator) settle(tree map[string]any) *spec.DjangoStack {
	times := map[string]int{}
	asked := one(g.Rand, 0.1, 0.9) // how often the other value of two goes
	for range mostRounds {
		s, errs := ask(tree)
		if len(errs) == 0 {
			return s
		}
		for _, e := range errs {
			path, n := names(e.Path), times[e.Path]
			times[e.Path]++
			if len(path) < 2 {
				continue // the stack as a whole, or the number of further findings
			}
			places := walk(tree, path)
			if n == 1 || n == 0 && g.chance(asked) {
				if removeOthers(tree, places[len(places)-1], e.Message) {
					continue
				}
			}
			g.mend(places, n)
		}
		prune(tree)
	}
	return nil
}

// ask returns a stack and what is wrong with it, in any of its environments.
func ask(tree map[string]any) (*spec.DjangoStack, spec.Errors) {
	data, err := json.Marshal(tree)
	if err != nil {
		panic(fmt.Sprintf("spectest: %v", err))
	}
	doc, err := spec.LoadNode(jsonyaml.Parse(data), "")
	if err != nil {
		return nil, spec.AsErrors(err)
	}
	return doc.Stack, wrong(doc)
}

// mend makes the last of these values, or unsets it where there is one. If that has been
// tried before, it unsets the value around it, and next time the one around that.
func (g *generator) mend(places []place, before int) {
	if last := places[len(places)-1]; before > 0 || last.given() {
		for _, p := range slices.Backward(places[1:max(2, len(places)-before)]) {
			if p.given() {
				p.remove()
				return
			}
		}
	}
	g.supply(places)
}

// supply makes the last of these values, and what is around it where there is nothing.
func (g *generator) supply(places []place) {
	last := places[len(places)-1]
	if last.of == nil {
		return
	}
	v := reflect.New(last.of).Elem()
	g.replace(v, last.hint, 0.1)
	value := jsonTree(map[string]any{"": v.Interface()})[""]
	for _, p := range slices.Backward(places) {
		p.set(value)
		value = p.holder
	}
}

// removeOthers unsets the further values that a message about one names: fields beside it,
// and paths of the spec. It reports whether there are any.
func removeOthers(tree map[string]any, p place, message string) (removed bool) {
	isSign := func(r rune) bool { return !unicode.IsLetter(r) && r != '.' }
	for word := range strings.FieldsFuncSeq(message, isSign) {
		other := place{holder: p.holder, name: word}
		if strings.Contains(strings.Trim(word, "."), ".") {
			path := walk(tree, names("spec."+strings.TrimPrefix(word, "spec.")))
			other = path[len(path)-1]
		}
		if other.name != p.name && other.given() {
			other.remove()
			removed = true
		}
	}
	return removed
}
