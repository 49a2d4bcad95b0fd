package generate_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestWhatEveryPodRepeatsIsLimited grows every map and list of the spec, in a stack with
// few processes and in one with many. Where an entry makes each process's objects larger,
// so that the output is a product, the limits count it.
func TestWhatEveryPodRepeatsIsLimited(t *testing.T) {
	const entries, processes = 20, 10
	seen := map[string]bool{}
	for _, s := range severalStacks(t) {
		few := sizeOf(s)
		many := sizeOf(withProcesses(s, processes))
		for _, path := range collections(s) {
			field := entryOf.ReplaceAllString(path, "[]")
			if seen[field] {
				continue
			}
			seen[field] = true
			grown := grow(s, path, entries)
			more := sizeOf(withProcesses(grown, processes)) - sizeOf(grown) - (many - few)
			each := float64(more) / (entries * processes)
			if each >= 1 && spec.CheckLimits(withProcesses(grow(s, path, spec.MaxEntries-50), 300)) == nil {
				t.Errorf("%s: an entry makes each process %.0f bytes larger, and no limit counts it", path, each)
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("%d maps and lists, which are not all", len(seen))
	}
}

// severalStacks have every field between them, each in one environment.
func severalStacks(t *testing.T) []*spec.DjangoStack {
	t.Helper()
	all := []*spec.DjangoStack{spectest.Everything()}
	for seed := range uint64(20) {
		all = append(all, spectest.Random(rand.New(rand.NewPCG(seed, 9))))
	}
	for i, s := range all {
		merged, err := s.For(s.EnvironmentNames()[0])
		if err != nil {
			t.Fatal(err)
		}
		all[i] = merged
	}
	return all
}

func withProcesses(s *spec.DjangoStack, n int) *spec.DjangoStack {
	s = s.DeepCopy()
	if s.Spec.Processes == nil {
		s.Spec.Processes = map[string]spec.Process{}
	}
	for i := range n {
		s.Spec.Processes[fmt.Sprintf("added%d", i)] = spec.Process{Command: []string{"a"}, Port: 9000}
	}
	return s
}

// sizeOf is how many bytes the objects of a stack have, whether it is valid or not.
func sizeOf(s *spec.DjangoStack) int {
	s = s.DeepCopy()
	s.SetDefaults("prod")
	stack := generate.Resolve(s, "prod")
	n := 0
	for _, o := range stack.Finish(stack.Build()) {
		data, err := json.Marshal(o)
		if err != nil {
			panic(err)
		}
		n += len(data)
	}
	return n
}

var entryOf = regexp.MustCompile(`\[[^]]*\]`)

// collections are the paths of all maps and lists that have an entry.
func collections(s *spec.DjangoStack) []string {
	var all []string
	spectest.EachCollection(s, func(path string, _ reflect.Value) { all = append(all, path) })
	return all
}

// grow is a stack with n more entries at a path, which are like the one that is there.
func grow(s *spec.DjangoStack, path string, n int) *spec.DjangoStack {
	s = s.DeepCopy()
	spectest.EachCollection(s, func(at string, v reflect.Value) {
		for i := range n {
			switch {
			case at != path:
			case v.Kind() == reflect.Map:
				key := v.MapKeys()[0]
				name := reflect.ValueOf(fmt.Sprintf("%s%d", key, i)).Convert(key.Type())
				v.SetMapIndex(name, v.MapIndex(key))
			default:
				item := reflect.New(v.Type().Elem()).Elem()
				item.Set(v.Index(0))
				if item.Kind() == reflect.String {
					item.SetString(fmt.Sprintf("%s%d", item.String(), i))
				}
				v.Set(reflect.Append(v, item))
			}
		}
	})
	return s
}
