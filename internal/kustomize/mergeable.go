package kustomize

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/tree"
)

// errNotMergeable marks what kustomize's merge does not keep as it is: a patch
// on such an object would change more than it says. Objects like that stay
// out of the base and are written whole into each overlay.
var errNotMergeable = errors.New("kustomize cannot patch this exactly")

// notMergeableError is an errNotMergeable with its place and reason. The place grows
// from the inside out, so that only a failure pays for it.
type notMergeableError struct{ path, why string }

func notMergeable(path, why string) error { return &notMergeableError{path, why} }

// Error returns the place, the reason, and what follows.
func (e *notMergeableError) Error() string {
	return fmt.Sprintf("%s: %s: %v", e.path, e.why, errNotMergeable)
}

// Unwrap makes every notMergeableError an errNotMergeable.
func (e *notMergeableError) Unwrap() error { return errNotMergeable }

// below puts the way to it in front of a notMergeableError's place.
func below(path string, err error) error {
	if e, ok := errors.AsType[*notMergeableError](err); ok {
		e.path = path + e.path
	}
	return err
}

// schemaOf returns the schema for the map t. kustomize also looks up a nested
// object that carries its own apiVersion and kind where it has no schema.
func schemaOf(t *tree.Node, s *schema) *schema {
	if s != nil {
		return s
	}
	apiVersion := t.Text("apiVersion")
	if apiVersion == "" {
		return nil
	}
	return schemas[TypeMeta{apiVersion, t.Text("kind")}]
}

// mergeable walks everything kustomize walks when it merges, and refuses nulls
// and keyed lists with elements that are empty, without key or alike. What n
// shares with known, which is mergeable, is not looked at again; known may be nil.
func mergeable(n, known *tree.Node, s *schema) error {
	if tree.Shared(n, known) {
		return nil
	}
	switch n.Kind() {
	case tree.Null:
		return notMergeable("", "null value")
	case tree.Map:
		outer := s
		if s = schemaOf(n, outer); schemaOf(known, outer) != s {
			known = nil // it was looked at by other rules
		}
		for was, now := range tree.Pairs(known, n) {
			if now == nil {
				continue
			}
			if err := mergeable(now, was, s.field(now.Key)); err != nil {
				return below("."+now.Key, err)
			}
		}
	case tree.List:
		if s.merges() {
			return mergeableList(n.Items(), known.Elements(), s)
		}
	default: // a scalar always is
	}
	return nil
}

// Mergeable returns an object where kustomize's merge keeps it as it is, and else nil.
func Mergeable(t *tree.Node) *tree.Node {
	if mergeable(t, nil, schemaOf(t, nil)) != nil {
		return nil
	}
	return t
}

func mergeableList(list, known []tree.Node, s *schema) error {
	if len(list) == 0 {
		return notMergeable("", "empty keyed list")
	}
	keys := make(map[string]bool, len(list))
	told := false // that elements of the same first key are distinct
	for i := range list {
		element := &list[i]
		if !element.IsMap() {
			return notMergeable(position(i), "not a map")
		}
		key := primaryKey(element, s)
		if keys[key] && !told {
			if told = distinct(list, s); !told {
				key = ""
			}
		}
		if key == "" {
			return notMergeable(position(i), "missing or repeated "+s.keys[0])
		}
		keys[key] = true
		var was *tree.Node
		if i < len(known) {
			was = &known[i]
		}
		if err := mergeable(element, was, s.elem); err != nil {
			return below(position(i), err)
		}
	}
	return nil
}

func position(i int) string { return "[" + strconv.Itoa(i) + "]" }

// distinct reports whether all elements have every merge key, in different
// combinations. Then a repeated first key, as of a port open for TCP and UDP,
// is no repetition.
func distinct(list []tree.Node, s *schema) bool {
	seen := map[string]bool{}
	for i := range list {
		var all strings.Builder
		for _, key := range s.keys {
			value := scalar(list[i].Get(key))
			if value == "" {
				return false
			}
			all.WriteString(value + "\x00")
		}
		if seen[all.String()] {
			return false
		}
		seen[all.String()] = true
	}
	return true
}

func primaryKey(element *tree.Node, s *schema) string { return scalar(element.Get(s.keys[0])) }

// scalar returns the text kustomize compares keys by: 80 and "80" are alike.
func scalar(n *tree.Node) string {
	if n == nil {
		return ""
	}
	return n.Value()
}
