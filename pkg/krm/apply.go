package krm

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// making are the stacks of a run, and which of their objects has an identity.
type making struct {
	stacks []*built
	made   map[reference]madeBy
	owners map[[3]string]*built // by the labels all objects of a stack carry
}

// madeBy is an object and its stack.
type madeBy struct {
	*built
	object
}

var ownerLabels = [3]string{generate.LabelName, generate.LabelInstance, generate.LabelManagedBy}

func newMaking(stacks []*built) *making {
	m := &making{stacks, map[reference]madeBy{}, map[[3]string]*built{}}
	for _, b := range stacks {
		for _, o := range b.objects {
			m.made[o.id] = madeBy{b, o}
		}
		m.owners[[3]string{b.labels[ownerLabels[0]], b.labels[ownerLabels[1]], b.labels[ownerLabels[2]]}] = b
	}
	return m
}

// apply puts the objects of all stacks into the items: in the place of the item
// that has an object's identity, else at the end. Items that say of themselves
// that they are a stack's in this environment and are not any more, such as
// a ConfigMap under the name of its former content, are removed.
func (m *making) apply(l *list) results {
	seen := map[reference]bool{}
	var kept []*yaml.Node
	var found results
	for _, item := range l.items.Content {
		id := referenceTo(item)
		by, made := m.made[id]
		owner := m.owner(item)
		switch {
		case m.echo(item):
			continue
		case !made && owner != nil:
			found = append(found, origin{node: item}.info("removed; it is no part of %s in %s any more", owner))
			continue
		case !made:
		case seen[id]:
			found = append(found, origin{node: item}.error(nil, "", "is there twice; remove the other one"))
		default:
			o := by.node()
			if equal(item, o) {
				break
			}
			if owner != by.built {
				found = append(found, origin{node: item}.warning("replaced; %s in %s has an object of this name", by.built))
			}
			item = replace(item, o)
		}
		seen[id] = true
		kept = append(kept, item)
	}
	l.items.Content = kept
	for _, b := range m.stacks {
		for _, o := range b.objects {
			if !seen[o.id] {
				l.added = append(l.added, b.placed(o))
			}
		}
	}
	return found
}

// echo reports whether an item is one of a stack of this run; see [built.echo].
func (m *making) echo(item *yaml.Node) bool {
	return len(m.stacks) == 1 && m.stacks[0].echo(item) // a generator makes one
}

// owner is the stack of which an earlier run made an item, in this environment: the
// item carries the three labels that say so.
func (m *making) owner(item *yaml.Node) *built {
	if annotation(item, localConfig) == "true" {
		return nil
	}
	var labels [3]string
	for i, key := range ownerLabels {
		labels[i] = text(item, "metadata", "labels", key)
	}
	return m.owners[labels]
}

// echo reports whether an item is what kustomize gives a generator as its only
// item: the functionConfig itself, marked to be dropped from what comes back. It
// is dropped here: to kustomize it is of an unknown kind, on which it would read
// its whole OpenAPI schema, and that takes longer than all the rest. An item
// that has a file, as kpt's have, is never one.
func (b *built) echo(item *yaml.Node) bool {
	return b.generator && referenceTo(item) == referenceTo(b.node) &&
		annotation(item, "config.kubernetes.io/function") != "" &&
		annotation(item, localConfig) == "true" && origin{node: item}.path() == ""
}

func (o origin) info(format string, b *built) result { return o.about(severityInfo, format, b) }

func (o origin) warning(format string, b *built) result { return o.about(severityWarning, format, b) }

func (o origin) about(s severity, format string, b *built) result {
	r := o.error(nil, "", format, b.labels[generate.LabelName], b.environment)
	return o.result(s, spec.Error{Message: r.Message})
}

// replace is an object with the annotations by which the host remembers the
// item that was in its place. They are written out: what an alias among them
// stands for goes with the item.
func replace(item, o *yaml.Node) *yaml.Node {
	old := get(item, "metadata", "annotations")
	if old == nil || old.Kind != yaml.MappingNode {
		return o
	}
	for i := 0; i+1 < len(old.Content); i += 2 {
		key, value := writtenOut(old.Content[i]), writtenOut(old.Content[i+1])
		if hosts(key.Value) && value.Kind == yaml.ScalarNode {
			annotate(o, key, value)
		}
	}
	return o
}

// placed is a new object with the place for its file, beside the stack's own
// file in a folder of the environment: else kpt puts all into one folder, where
// two environments get into each other's way. Kustomize has no files here.
func (b *built) placed(o object) addition {
	stack := b.path()
	if stack == "" || !filepath.IsLocal(stack) {
		return addition{object: o}
	}
	name := strings.ToLower(o.id.Kind) + "_" + o.id.Name + ".yaml"
	return addition{o, path.Join(path.Dir(stack), b.environment, name)}
}

// annotate appends annotations, given as keys and values in turn.
func annotate(o *yaml.Node, pairs ...*yaml.Node) {
	metadata := get(o, "metadata")
	annotations := get(metadata, "annotations")
	if annotations == nil {
		annotations = &yaml.Node{Kind: yaml.MappingNode}
		set(metadata, "annotations", annotations)
	}
	annotations.Content = append(annotations.Content, pairs...)
}

// equal reports whether an item is an object already, whatever its comments,
// the order of its keys and what hosts have written on it. It is bounded by the
// size of the object, which holds no aliases.
func equal(item, o *yaml.Node) bool { return same(bare(item), o) }

// bare is an item without hosts' annotations.
func bare(item *yaml.Node) *yaml.Node {
	annotations := get(item, "metadata", "annotations")
	if annotations == nil {
		return item
	}
	rest := without(annotations, hosts)
	root := without(item, func(string) bool { return false })
	metadata := without(get(item, "metadata"), func(key string) bool { return key == "annotations" })
	if len(rest.Content) > 0 {
		set(metadata, "annotations", rest)
	}
	set(root, "metadata", metadata)
	return root
}

func same(a, b *yaml.Node) bool {
	a, b = resolve(a), resolve(b)
	if a == nil || a.Kind != b.Kind || len(a.Content) != len(b.Content) {
		return false
	}
	switch b.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(b.Content); i += 2 {
			if v := value(a, b.Content[i].Value); v == nil || !same(v, b.Content[i+1]) {
				return false
			}
		}
		return true
	case yaml.SequenceNode:
		return slices.EqualFunc(a.Content, b.Content, same)
	default:
		return a.ShortTag() == b.ShortTag() && a.Value == b.Value
	}
}
