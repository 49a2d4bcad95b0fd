// Package sorted iterates over maps in the order of their keys, so that no output depends on the
// order in which Go iterates over a map.
package sorted

import (
	"cmp"
	"slices"
)

// Keys are a map's keys in order, made at once: collected one by one they would
// be copied each time their number doubles.
func Keys[K cmp.Ordered, V any](m map[K]V) []K {
	if len(m) == 0 {
		return nil
	}
	keys := make([]K, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// By sorts a list by a key of its elements.
func By[T any, K cmp.Ordered](list []T, key func(T) K) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
