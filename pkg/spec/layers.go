package spec

import (
	"maps"

	"github.com/djangostack/djangostack/internal/strict"
)

// layer is one file of a stack: a partial spec, and patches of it.
type layer struct {
	file      string
	positions *strict.Positions
	// spec is without the environments, which are apart; nil is one that is removed.
	spec         map[string]any
	environments map[string]map[string]any
}

func newLayer(file string, positions *strict.Positions, spec map[string]any) *layer {
	l := &layer{file: file, positions: positions, spec: maps.Clone(spec), environments: map[string]map[string]any{}}
	delete(l.spec, "environments")
	environments, _ := spec["environments"].(map[string]any)
	for name, patch := range environments {
		l.environments[name], _ = patch.(map[string]any)
	}
	return l
}

// layers are the files of a stack, each over those before it. What a file says in an environment
// goes before what it says in all; what a file says in all goes before what those beneath it
// say in an environment, as it goes before the defaults of a profile.
type layers struct {
	list []*layer
}

// maxMerged is how many values the environments may have together once they are merged: as
// many as a large file holds. An environment that replaces a part has all of it.
const maxMerged = 1 << 18

// merge makes one spec with environments of all layers, as somebody would write it who had
// one file. Large says that it would be larger than its files.
func (l *layers) merge(t *strict.Type) (spec map[string]any, large bool) {
	spec = l.spec(t, len(l.list))
	environments := map[string]any{}
	left := maxMerged
	for name := range l.environmentNames() {
		patch := l.patch(t, len(l.list), name)
		if left -= strict.Size(patch, left); left <= 0 {
			return nil, true
		}
		environments[name] = patch
	}
	if len(environments) > 0 {
		spec["environments"] = environments
	}
	return spec, false
}

// environmentNames are the environments that the highest layer that names them does not remove.
func (l *layers) environmentNames() map[string]bool {
	names := map[string]bool{}
	for _, one := range l.list {
		for name, patch := range one.environments {
			if patch == nil {
				delete(names, name)
			} else {
				names[name] = true
			}
		}
	}
	return names
}

// spec merges what the first n layers say in all environments.
func (l *layers) spec(t *strict.Type, n int) map[string]any {
	spec := map[string]any{}
	for _, one := range l.list[:n] {
		spec = t.Then(spec, one.spec)
	}
	return spec
}

// patch merges what the first n layers say in one environment.
func (l *layers) patch(t *strict.Type, n int, environment string) map[string]any {
	var patch map[string]any
	for _, one := range l.list[:n] {
		patch = t.Yield(patch, one.spec)
		if own, named := one.environments[environment]; named && own == nil {
			patch = nil
		} else if named {
			patch = t.Then(patch, own)
		}
	}
	return patch
}
