package strict

import (
	"maps"
	"reflect"
)

// Replacement is a map in a patch that takes the place of all there was, of what null removed
// too, where any other map merges: null, and the map after it. No file holds one.
type Replacement map[string]any

// Entries are those of a map in a patch, which merges or replaces; nil for any other value.
func Entries(tree any) map[string]any {
	if whole, ok := tree.(Replacement); ok {
		return whole
	}
	entries, _ := tree.(map[string]any)
	return entries
}

// Then returns the patch that does what p does and then what q does. It may change p, and
// shares nothing with q.
func (t *Type) Then(p, q map[string]any) map[string]any {
	if p == nil {
		p = make(map[string]any, len(q))
	}
	for name, tree := range q {
		before, given := p[name]
		if !given {
			p[name] = CloneTree(tree)
			continue
		}
		p[name] = t.below(name).thenTree(before, tree)
	}
	return p
}

// thenTree is Then for any value that patches have under one name.
func (t *Type) thenTree(p, q any) any {
	entries, merges := q.(map[string]any)
	if !merges || t.isWhole() {
		return CloneTree(q)
	}
	switch before := t.long(p).(type) {
	case map[string]any:
		if t.isShort(p) {
			return Replacement(t.Then(before, entries))
		}
		return t.Then(before, entries)
	case Replacement:
		return Replacement(t.Then(before, entries))
	default:
		return Replacement(t.Then(nil, entries))
	}
}

func (t *Type) isWhole() bool { return t != nil && t.Kind == Whole }

// isShort reports whether a tree is a scalar that stands for a struct.
func (t *Type) isShort(tree any) bool {
	_, long := tree.(map[string]any)
	_, expands := t.long(tree).(map[string]any)
	return expands && !long
}

// Yield returns the patch p as it has to be where s is applied before it, and is to prevail
// nevertheless: without what s says. It may change p, and shares nothing with s.
func (t *Type) Yield(p, s map[string]any) map[string]any {
	names := maps.Keys(p)
	if len(s) < len(p) {
		names = maps.Keys(s)
	}
	for name := range names {
		before, given := p[name]
		after, said := s[name]
		if !given || !said {
			continue
		}
		if left := t.below(name).yieldTree(before, after); left != nil {
			p[name] = left
		} else {
			delete(p, name)
		}
	}
	return p
}

// yieldTree is Yield for any value that patches have under one name; nil is nothing left.
func (t *Type) yieldTree(p, s any) any {
	entries, merges := s.(map[string]any)
	if !merges || t.isWhole() {
		return nil
	}
	before, isMap := p.(map[string]any)
	if !isMap { // what it removes or replaces is gone, and s is merged into what it leaves
		return t.thenTree(p, s)
	}
	if left := t.Yield(before, entries); len(left) > 0 {
		return left
	}
	return nil
}

// Size counts the values of a patch, up to a number that is enough.
func Size(tree any, enough int) int {
	n := 1
	v := reflect.ValueOf(tree)
	switch v.Kind() {
	case reflect.Map:
		for _, below := range v.Seq2() {
			if n >= enough {
				break
			}
			n += Size(below.Interface(), enough-n)
		}
	case reflect.Slice:
		for i := 0; i < v.Len() && n < enough; i++ {
			n += Size(v.Index(i).Interface(), enough-n)
		}
	default: // a scalar
	}
	return n
}
