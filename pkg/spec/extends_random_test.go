package spec_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestExtendsIsMergingByHand cuts random stacks at random into files that extend each other,
// each with other values for what a file above it says. What is loaded of them is the stack:
// in every environment, with what null removed, and some of them byte for byte in their trees.
func TestExtendsIsMergingByHand(t *testing.T) {
	for seed := range uint64(worktest.Rounds(40)) {
		r := rand.New(rand.NewPCG(seed, 8))
		text := spectest.YAML(spectest.Random(r))
		want := load(t, spec.Loader{}, text)
		c := newCut(r, tree(t, want.Stack))
		other := tree(t, load(t, spec.Loader{}, spectest.YAML(spectest.Random(r))).Stack)
		for n := range c.files {
			c.disturb(n, other)
		}
		loader, top := c.repository(t)
		got := load(t, loader, top)
		compareStacks(t, seed, want, got)
		if seed%10 == 0 {
			compareTrees(t, seed, want, got)
		}
		if t.Failed() {
			t.Fatalf("seed %d:\n%s\n%v", seed, top, c)
		}
	}
}

func load(t *testing.T, loader spec.Loader, text string) *spec.Document {
	t.Helper()
	doc, err := loader.Load(strings.NewReader(text), "stack.yaml")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return doc
}

func compareStacks(t *testing.T, seed uint64, want, got *spec.Document) {
	t.Helper()
	if diff := cmp.Diff(want.Stack.EnvironmentNames(), got.Stack.EnvironmentNames()); diff != "" {
		t.Errorf("seed %d: environments (-want +got):\n%s", seed, diff)
	}
	for _, name := range append(want.Stack.EnvironmentNames(), "") {
		var specs [2]spec.StackSpec
		for i, doc := range []*spec.Document{want, got} {
			merged, err := doc.Stack.For(name)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			specs[i] = merged.Spec
		}
		if diff := cmp.Diff(specs[0], specs[1], cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("seed %d, environment %q (-want +got):\n%s", seed, name, diff)
		}
	}
}

func compareTrees(t *testing.T, seed uint64, want, got *spec.Document) {
	t.Helper()
	var trees [2][]overlays.File
	for i, doc := range []*spec.Document{want, got} {
		files, err := overlays.Compile(t.Context(), doc.Stack)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		trees[i] = files
	}
	if diff := cmp.Diff(trees[0], trees[1]); diff != "" {
		t.Errorf("seed %d: trees (-want +got):\n%s", seed, diff)
	}
}

// object is a map of a file.
type object = map[string]any

// tree is a stack as a file holds it.
func tree(t *testing.T, s *spec.DjangoStack) object {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var all object
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	addRemoved(all["spec"].(object), s.Spec.Removed)
	return all
}

// addRemoved writes what null removed.
func addRemoved(to, removed object) {
	for name, below := range removed {
		inner, isMap := below.(object)
		if !isMap {
			to[name] = nil
			continue
		}
		if to[name] == nil {
			to[name] = object{}
		}
		addRemoved(to[name].(object), inner)
	}
}

// cut is a stack cut into files, the lowest first. The last is the stack itself.
type cut struct {
	*rand.Rand
	head  object
	files []object       // the spec of each
	of    map[string]int // file of each value of the spec, by its path
}

func newCut(r *rand.Rand, stack object) *cut {
	c := &cut{Rand: r, head: stack, of: map[string]int{}}
	for range 2 + r.IntN(4) {
		c.files = append(c.files, object{"environments": object{}})
	}
	whole := stack["spec"].(object)
	environments, _ := whole["environments"].(object)
	delete(whole, "environments")
	leaves(whole, nil, func(path []string, value any) {
		n := c.IntN(len(c.files))
		c.of[strings.Join(path, "\x00")] = n
		put(c.files[n], path, value)
	})
	for name, patch := range environments {
		c.put(c.IntN(len(c.files)), []string{"environments", name}, object{})
		leaves(patch.(object), nil, func(path []string, value any) {
			lowest := c.highest(path)
			c.put(lowest+c.IntN(len(c.files)-lowest), append([]string{"environments", name}, path...), value)
		})
	}
	return c
}

func (c *cut) put(n int, path []string, value any) { put(c.files[n], path, value) }

// highest is the highest file that says something of a path, above it or below.
func (c *cut) highest(path []string) int {
	n, at := 0, strings.Join(path, "\x00")
	for other, file := range c.of {
		if strings.HasPrefix(other+"\x00", at+"\x00") || strings.HasPrefix(at+"\x00", other+"\x00") {
			n = max(n, file)
		}
	}
	return n
}

// disturb adds values of another stack, and nulls, to a file where files above it say
// something: they must not be seen.
func (c *cut) disturb(n int, other object) {
	values := map[string]any{}
	leaves(other["spec"].(object), nil, func(path []string, value any) { values[strings.Join(path, "\x00")] = value })
	for _, at := range slices.Sorted(maps.Keys(c.of)) {
		if c.of[at] <= n || c.IntN(3) > 0 {
			continue
		}
		path := strings.Split(at, "\x00")
		if c.IntN(2) == 0 {
			path = append([]string{"environments", c.environment()}, path...)
			if path[1] == "" {
				continue
			}
		}
		value, known := values[at]
		if !known {
			value = nil
		}
		put(c.files[n], path, value)
	}
}

// environment is one of the stack's own, "" where it has none.
func (c *cut) environment() string {
	names := map[string]bool{}
	for _, file := range c.files {
		for name := range file["environments"].(object) {
			names[name] = true
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Sorted(maps.Keys(names))[c.IntN(len(names))]
}

// repository has the files, each of which is extended by the stack or by the one above it,
// and the text of the stack.
func (c *cut) repository(t *testing.T) (spec.Loader, string) {
	t.Helper()
	files := fstest.MapFS{}
	last := len(c.files) - 1
	var pending []any
	for i, own := range c.files[:last] {
		if len(own["environments"].(object)) == 0 {
			delete(own, "environments")
		}
		if i > 0 && c.IntN(2) == 0 {
			own["extends"], pending = pending, nil
		}
		name := fmt.Sprintf("layer%d.yaml", i)
		files[name] = &fstest.MapFile{Data: marshal(t, object{"apiVersion": spec.APIVersion, "kind": spec.DefaultsKind, "spec": own})}
		pending = append(pending, name)
	}
	top := c.files[last]
	if len(top["environments"].(object)) == 0 {
		delete(top, "environments")
	}
	top["extends"] = pending
	c.head["spec"] = top
	loader := spec.Loader{}.In(spec.Repository{FS: files, Path: "stack.yaml"})
	return loader, string(marshal(t, c.head))
}

func marshal(t *testing.T, value any) []byte {
	t.Helper()
	data, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// String prints the files.
func (c *cut) String() string {
	data, err := json.MarshalIndent(c.files, "", " ")
	return fmt.Sprintf("%s%v", data, err)
}

// leaves visits all values of a tree that are no maps, the empty maps, and patches of objects, which
// are one value each.
func leaves(of object, path []string, visit func(path []string, value any)) {
	for _, name := range slices.Sorted(maps.Keys(of)) {
		at := append(slices.Clone(path), name)
		if below, isMap := of[name].(object); isMap && len(below) > 0 && name != "patch" {
			leaves(below, at, visit)
		} else {
			visit(at, of[name])
		}
	}
}

// put sets a value in a tree, and leaves those that stand in its way.
func put(in object, path []string, value any) {
	for _, name := range path[:len(path)-1] {
		below, isMap := in[name].(object)
		if !isMap {
			if _, taken := in[name]; taken {
				return
			}
			below = object{}
			in[name] = below
		}
		in = below
	}
	if _, taken := in[path[len(path)-1]]; !taken {
		in[path[len(path)-1]] = value
	}
}
