package overlays

import (
	"cmp"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate"
)

// contentHash is the annotation on a Job whose name ends in the hash it holds.
// Jobs are immutable: a changed Job must have a new name.
const contentHash = generate.AnnotationContentHash

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
	if t, ok := o.GetObjectKind().(*metav1.TypeMeta); ok { // as it is written, and nothing made
		return identity{kind{t.APIVersion, t.Kind}, o.GetName()}
	}
	apiVersion, name := o.GetObjectKind().GroupVersionKind().ToAPIVersionAndKind()
	return identity{kind{apiVersion, name}, o.GetName()}
}

func identify(t *tree.Node) identity {
	return identity{kind{t.Text("apiVersion"), t.Text("kind")}, t.Text("metadata", "name")}
}

// objects keeps objects in their order and finds them by identity.
type objects struct {
	order []identity
	byID  map[identity]*object
}

// object is one of the base or of a draft.
type object struct {
	tree *tree.Node
	// regular is that tree where it is one in the base and regular, nil where not.
	regular *tree.Node
	// generates says that a generator makes it: a ConfigMap named by its content.
	generates bool
	// config is what that generator makes, nil where none can.
	config *configMap
}

// tree is that of an object, nil where there is none.
func (o *objects) tree(id identity) *tree.Node {
	if found := o.byID[id]; found != nil {
		return found.tree
	}
	return nil
}

// pick are the trees of ids.
func (o *objects) pick(ids []identity) []*tree.Node {
	out := make([]*tree.Node, len(ids))
	for i, id := range ids {
		out[i] = o.tree(id)
	}
	return out
}

// collect turns typed objects into trees; where names the list in an error.
// What base has just so is shared with it: most is the same in every
// environment. An object without one there shares with the last of its kind.
func collect(list []generate.Object, where string, base *objects) (*objects, error) {
	out := &objects{byID: make(map[identity]*object, len(list))}
	plain := base == nil
	if plain {
		base = &objects{}
	}
	all, trees, last := make([]object, len(list)), make([]tree.Node, len(list)), map[kind]*tree.Node{}
	for i, from := range list {
		id := identityOf(from)
		if id.apiVersion == "" || id.kind.name == "" || id.name == "" {
			return nil, fmt.Errorf("%s: %T %q lacks apiVersion, kind or name; set its TypeMeta in the builder",
				where, from, id.name)
		}
		if out.byID[id] != nil {
			return nil, fmt.Errorf("%s: two objects are %s; give one of them another name", where, id)
		}
		was, t := base.byID[id], &trees[i]
		made, same, err := encode.TreeLike(from, cmp.Or(base.tree(id), last[id.kind]))
		if err != nil {
			return nil, fmt.Errorf("%s: encode %T %s: %w", where, from, from.GetName(), err)
		}
		*t = made
		if !same {
			if err := buildable(t, id); err != nil {
				if plain {
					continue // the base need not be complete
				}
				return nil, fmt.Errorf("%s: %w", where, err)
			}
		}
		all[i] = object{tree: t, generates: id.isConfigMap() && !keepsName(from)}
		if same && was != nil {
			all[i].config = was.config
		} else {
			all[i].readConfig()
		}
		if plain {
			all[i].regular = regularOrNil(t)
		}
		out.order = append(out.order, id)
		out.byID[id], last[id.kind] = &all[i], t
	}
	return out, nil
}

// readConfig reads what a generator makes, nil where none can express it.
func (o *object) readConfig() {
	if o.generates {
		o.config, _ = readConfigMap(o.tree)
	}
}

// keepsName reports a ConfigMap of fixed name, which is written as any other object.
func keepsName(o generate.Object) bool { return o.GetAnnotations()[generate.AnnotationFixedName] != "" }

// nameJobs gives the Jobs of a draft the name and the content hash they have
// in the final objects, and ConfigMaps of fixed name what they say of these.
func nameJobs(draft *objects, final []generate.Object) {
	for _, object := range final {
		named := identityOf(object)
		if cm, ok := object.(*corev1.ConfigMap); ok && keepsName(cm) && draft.byID[named] != nil {
			said := draft.byID[named].tree.With(tree.OfStrings(cm.Data), "data")
			draft.byID[named].tree = &said
			continue
		}
		hash, id := named.jobHash(object), named.inDraft(object)
		job := draft.byID[id]
		if hash == "" || job == nil {
			continue
		}
		own := job.tree.With(tree.OfString(named.name), "metadata", "name")
		own = own.With(tree.OfString(hash), "metadata", "annotations", contentHash)
		job.tree = &own
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
