package overlays

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate"
)

// contentHash is the annotation on a Job whose name ends in the hash it holds.
// Jobs are immutable: a changed Job must have a new name.
const contentHash = "djangostack.dev/content-hash"

// kind is a kind of objects: its name alone may stand for two, in two groups.
type kind struct{ apiVersion, name string }

// identity names an object in the base and in every environment's draft.
type identity struct {
	kind
	name string
}

func (i identity) String() string { return fmt.Sprintf("%s %s %s", i.apiVersion, i.kind.name, i.name) }

// compare orders objects as their files are listed: by kind first.
func (i identity) compare(o identity) int {
	return cmp.Or(
		strings.Compare(i.kind.name, o.kind.name),
		strings.Compare(i.apiVersion, o.apiVersion),
		strings.Compare(i.name, o.name),
	)
}

func (i identity) isConfigMap() bool { return i.kind == kind{"v1", "ConfigMap"} }

func (i identity) isJob() bool { return i.kind == kind{"batch/v1", "Job"} }

func (k kind) group() string {
	group, _ := splitAPIVersion(k.apiVersion)
	return group
}

func identityOf(o generate.Object) identity {
	apiVersion, name := o.GetObjectKind().GroupVersionKind().ToAPIVersionAndKind()
	return identity{kind{apiVersion, name}, o.GetName()}
}

func identify(t *tree.Node) identity {
	return identity{kind{t.Text("apiVersion"), t.Text("kind")}, t.Text("metadata", "name")}
}

// objects keeps trees in their order and finds them by identity.
type objects struct {
	order []identity
	byID  map[identity]*tree.Node
	// made holds each tree with the typed object it was made of.
	made map[identity]encode.Model
	// regular are the trees of the base that regular has been through.
	regular map[identity]*tree.Node
	// configMaps holds the ConfigMaps, nil for one that no generator can express.
	configMaps map[identity]*configMap
}

// pick are the trees of ids.
func (o *objects) pick(ids []identity) []*tree.Node {
	out := make([]*tree.Node, len(ids))
	for i, id := range ids {
		out[i] = o.byID[id]
	}
	return out
}

// collect turns typed objects into trees; where names the list in an error.
// What base has just so is shared with it: most is the same in every
// environment. An object without one there shares with the last of its kind.
func collect(list []generate.Object, where string, base *objects) (*objects, error) {
	out := &objects{
		byID:       make(map[identity]*tree.Node, len(list)),
		made:       make(map[identity]encode.Model, len(list)),
		regular:    map[identity]*tree.Node{},
		configMaps: map[identity]*configMap{},
	}
	plain := base == nil
	if plain {
		base = &objects{}
	}
	last := map[kind]*tree.Node{}
	for _, object := range list {
		id := identityOf(object)
		if id.apiVersion == "" || id.kind.name == "" || id.name == "" {
			return nil, fmt.Errorf("%s: %T %q lacks apiVersion, kind or name; set its TypeMeta in the builder",
				where, object, id.name)
		}
		if _, exists := out.byID[id]; exists {
			return nil, fmt.Errorf("%s: two objects are %s; give one of them another name", where, id)
		}
		t, same, err := encode.TreeLike(object, encode.Model{Tree: cmp.Or(base.byID[id], last[id.kind])})
		if err != nil {
			return nil, fmt.Errorf("%s: encode %T %s: %w", where, object, object.GetName(), err)
		}
		if !same {
			if err := buildable(&t, id); err != nil {
				if plain {
					continue // the base need not be complete
				}
				return nil, fmt.Errorf("%s: %w", where, err)
			}
		}
		if plain && regular(&t, nil, schemaOf(&t, nil)) == nil {
			out.regular[id] = &t
		}
		out.order = append(out.order, id)
		out.byID[id], last[id.kind] = &t, &t
		out.made[id] = encode.Model{Tree: &t, Value: object}
		if id.isConfigMap() && same {
			out.configMaps[id] = base.configMaps[id]
		} else if id.isConfigMap() {
			out.configMaps[id], _ = readConfigMap(&t) // nil where a generator cannot express it
		}
	}
	return out, nil
}

// nameJobs gives the Jobs of a draft the name and the content hash they have
// in the final objects.
func nameJobs(draft *objects, final []generate.Object) {
	for _, object := range final {
		named := identityOf(object)
		hash, id := named.jobHash(object), named.inDraft(object)
		job, ok := draft.byID[id]
		if hash == "" || !ok {
			continue
		}
		own := job.With(tree.OfString(named.name), "metadata", "name")
		own = own.With(tree.OfString(hash), "metadata", "annotations", contentHash)
		draft.byID[id] = &own
	}
}

// inDraft is what the final object of an identity is called in its draft. The
// hash in the name of a ConfigMap is not told apart from the name.
func (i identity) inDraft(final generate.Object) identity {
	if hash := i.jobHash(final); hash != "" {
		i.name = strings.TrimSuffix(i.name, "-"+hash)
	}
	return i
}

// jobHash is what the name of a Job ends in, "" for one named otherwise and for
// any other object.
func (i identity) jobHash(final generate.Object) string {
	if !i.isJob() {
		return ""
	}
	return final.GetAnnotations()[contentHash]
}
