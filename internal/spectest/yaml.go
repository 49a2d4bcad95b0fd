package spectest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// YAML is a stack as a file: what a failing test prints, so that the failure
// can be reproduced from the command line. A stack with characters that the
// YAML library does not write as it reads them comes out as JSON.
func YAML(s *spec.DjangoStack) string {
	tree := fileTree(s)
	data, err := yaml.Marshal(tree)
	if err != nil {
		return fmt.Sprintf("# %v", err)
	}
	if again := load(data); again != nil && reflect.DeepEqual(tree, fileTree(again)) {
		return string(data)
	}
	data, err = json.MarshalIndent(tree, "", "  ")
	if err != nil {
		return fmt.Sprintf("# %v", err)
	}
	return escapes.Replace(string(data))
}

// fileTree is a stack as a file holds it, with what null removed from the spec.
func fileTree(s *spec.DjangoStack) map[string]any {
	tree := jsonTree(s)
	addNulls(tree["spec"].(map[string]any), s.Spec.Removed)
	return tree
}

func addNulls(tree, nulls map[string]any) {
	for name, below := range nulls {
		inner, isMap := below.(map[string]any)
		if !isMap {
			tree[name] = nil
			continue
		}
		if tree[name] == nil {
			tree[name] = map[string]any{}
		}
		addNulls(tree[name].(map[string]any), inner)
	}
}

// escapes are the characters JSON may hold as they are and YAML may not.
var escapes = strings.NewReplacer("\u0085", `\u0085`, "\u00a0", `\u00a0`, "\ufeff", `\ufeff`, "\x7f", `\u007f`)

// load reads a stack, or returns nil where it is not one.
func load(data []byte) *spec.DjangoStack {
	doc, err := spec.Load(strings.NewReader(string(data)), "stack.yaml")
	if err != nil {
		return nil
	}
	return doc.Stack
}

// Shrink removes from a stack, piece by piece, everything without which it is
// still valid and still fails: what a person wants to see of a failure. The
// result fails too.
func Shrink(s *spec.DjangoStack, fails func(*spec.DjangoStack) bool) *spec.DjangoStack {
	tree := fileTree(s)
	smaller := true
	for smaller {
		smaller = shrink(tree, func() bool {
			data, err := json.Marshal(tree)
			if err != nil {
				return false
			}
			candidate := load(data)
			return candidate != nil && Valid(candidate) && fails(candidate)
		})
	}
	data, err := json.Marshal(tree)
	if err != nil {
		return s
	}
	if small := load(data); small != nil {
		return small
	}
	return s
}

// shrink removes each entry of a tree that fails without it, outer ones first,
// and says whether it removed any.
func shrink(tree map[string]any, stillFails func() bool) bool {
	removed := false
	for _, name := range sorted.Keys(tree) {
		value := tree[name]
		delete(tree, name)
		if stillFails() {
			removed = true
			continue
		}
		tree[name] = value
		switch value := value.(type) {
		case map[string]any:
			removed = shrink(value, stillFails) || removed
		case []any:
			removed = shrinkList(tree, name, stillFails) || removed
		}
	}
	return removed
}

func shrinkList(tree map[string]any, name string, stillFails func() bool) bool {
	removed := false
	list := tree[name].([]any)
	for i := len(list) - 1; i >= 0 && len(list) > 1; i-- {
		shorter := append(append([]any{}, list[:i]...), list[i+1:]...)
		tree[name] = shorter
		if stillFails() {
			list, removed = shorter, true
			continue
		}
		tree[name] = list
	}
	return removed
}
