package sorted_test

import (
	"slices"
	"testing"

	"github.com/djangostack/djangostack/internal/sorted"
)

func TestKeys(t *testing.T) {
	for _, tc := range []struct {
		reason string
		m      map[string]int
		want   []string
	}{
		{"no map", nil, nil},
		{"no keys", map[string]int{}, nil},
		{"the order of bytes", map[string]int{"b": 1, "a": 2, "B": 3, "a10": 4, "a2": 5}, []string{"B", "a", "a10", "a2", "b"}},
	} {
		if got := sorted.Keys(tc.m); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.reason, got, tc.want)
		}
	}
}
