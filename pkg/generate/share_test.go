package generate_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestObjectsShareNothing: whoever changes something in an object changes that object
// there, and nothing else: no other place in it, no other object, no object of another
// build, and not the stack. So it is when the builders hand the objects over, and when
// they are finished.
func TestObjectsShareNothing(t *testing.T) {
	for name, s := range manyStacks(t) {
		for _, env := range append(s.EnvironmentNames(), "") {
			merged, err := s.Effective(env)
			if err != nil {
				continue
			}
			st := stacktest.Resolve(merged)
			first, second := stacktest.Build(st), stacktest.Build(st)
			problems := shared(memoryOf("the stack", merged, st), memoryOfObjects(first), memoryOfObjects(second))
			first, second = st.Finish(first), st.Finish(second)
			problems = append(problems,
				shared(memoryOf("the stack", merged, st), memoryOfObjects(first), memoryOfObjects(second))...)
			runtime.KeepAlive([]any{merged, st, first, second}) // until here, so that no memory is used again
			for _, problem := range problems {
				t.Errorf("%s %s: %s", name, env, problem)
			}
			if t.Failed() {
				t.Fatal(spectest.YAML(s))
			}
		}
	}
}

// manyStacks are all examples, one with everything, and random ones.
func manyStacks(t *testing.T) map[string]*spec.DjangoStack {
	t.Helper()
	all := map[string]*spec.DjangoStack{"everything": spectest.Everything()}
	examples, err := filepath.Glob("../../examples/*/stack.yaml")
	if err != nil || len(examples) == 0 {
		t.Fatal("no examples", err)
	}
	for _, path := range examples {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := spec.Load(file, path)
		if err := cmp.Or(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		all[path] = doc.Stack
	}
	for seed := range uint64(worktest.Rounds(25)) {
		all[fmt.Sprint("random ", seed)] = spectest.Random(rand.New(rand.NewPCG(seed, 18)))
	}
	return all
}

// memory is a piece of memory that can be changed, and the place that leads there.
type memory struct {
	from, to uintptr
	place    string
}

func memoryOfObjects(objects []stack.Object) []memory {
	var all []memory
	for _, o := range objects {
		all = append(all, memoryOf(o.GetObjectKind().GroupVersionKind().Kind+"/"+o.GetName(), o)...)
	}
	return all
}

// memoryOf is all that can be changed by way of values: what pointers and maps lead to,
// and the arrays behind lists, with the room for more in them. Texts cannot be changed.
func memoryOf(place string, values ...any) []memory {
	w := walk{seen: map[reflect.Type]map[uintptr]bool{}}
	for _, value := range values {
		w.value(reflect.ValueOf(value), place)
	}
	return w.found
}

type walk struct {
	found []memory
	seen  map[reflect.Type]map[uintptr]bool
}

func (w *walk) value(v reflect.Value, place string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && w.add(v, v.Type().Elem().Size(), place) {
			w.value(v.Elem(), place)
		}
	case reflect.Map:
		if !v.IsNil() && w.add(v, 1, place) {
			for entries := v.MapRange(); entries.Next(); {
				w.value(entries.Value(), fmt.Sprintf("%s[%s]", place, entries.Key()))
			}
		}
	case reflect.Slice:
		if w.add(v, uintptr(v.Cap())*v.Type().Elem().Size(), place) {
			w.items(v, place)
		}
	case reflect.Array:
		w.items(v, place)
	case reflect.Interface:
		w.value(v.Elem(), place)
	case reflect.Struct:
		for field, value := range v.Fields() {
			w.value(value, place+"."+field.Name)
		}
	default: // is copied with what holds it
	}
}

func (w *walk) items(v reflect.Value, place string) {
	for i := range v.Len() {
		w.value(v.Index(i), fmt.Sprintf("%s[%d]", place, i))
	}
}

// add reports whether there is something to look at that has not been met.
func (w *walk) add(v reflect.Value, size uintptr, place string) bool {
	if size == 0 {
		return false
	}
	at := v.Pointer()
	w.found = append(w.found, memory{at, at + size, place})
	if w.seen[v.Type()] == nil {
		w.seen[v.Type()] = map[uintptr]bool{}
	}
	met := w.seen[v.Type()][at]
	w.seen[v.Type()][at] = true
	return !met
}

// shared says which two places lead to the same memory, but for two of the stack.
func shared(stack []memory, objects ...[]memory) []string {
	slices.SortFunc(stack, memory.compare)
	var all []memory
	for _, m := range stack {
		if last := len(all) - 1; last >= 0 && m.from < all[last].to {
			all[last].to = max(all[last].to, m.to)
			continue
		}
		all = append(all, m)
	}
	all = slices.Concat(append(objects, all)...)
	slices.SortFunc(all, memory.compare)
	var problems []string
	for i := 1; i < len(all); i++ {
		if was := &all[i-1]; all[i].from < was.to {
			problems = append(problems, was.place+" and "+all[i].place)
			all[i].to = max(all[i].to, was.to)
		}
	}
	return problems
}

func (m memory) compare(o memory) int {
	return cmp.Or(cmp.Compare(m.from, o.from), cmp.Compare(m.to, o.to))
}
