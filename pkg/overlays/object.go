package overlays

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/encode"
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

func (i identity) group() string {
	group, _ := splitAPIVersion(i.apiVersion)
	return group
}

func identityOf(o generate.Object) identity {
	apiVersion, name := o.GetObjectKind().GroupVersionKind().ToAPIVersionAndKind()
	return identity{kind{apiVersion, name}, o.GetName()}
}

func identify(t tree) identity {
	return identity{kind{text(t, "apiVersion"), text(t, "kind")}, text(t, "metadata", "name")}
}

// objects keeps trees in their order and finds them by identity.
type objects struct {
	order  []identity
	byID   map[identity]tree
	shared map[identity]bool // whose tree is the base's own
}

// collect turns typed objects into trees; where names the list in an error. An
// object that base has just so shares base's tree: most are the same in every
// environment.
func collect(list []generate.Object, where string, base *objects) (*objects, error) {
	out := &objects{byID: make(map[identity]tree, len(list)), shared: map[identity]bool{}}
	for _, object := range list {
		id := identityOf(object)
		if id.apiVersion == "" || id.kind.name == "" || id.name == "" {
			return nil, fmt.Errorf("%s: %T %q lacks apiVersion, kind or name; set its TypeMeta in the builder",
				where, object, id.name)
		}
		if _, exists := out.byID[id]; exists {
			return nil, fmt.Errorf("%s: two objects are %s; give one of them another name", where, id)
		}
		t, shared, err := base.share(id, object)
		if err != nil {
			return nil, fmt.Errorf("%s: encode %T %s: %w", where, object, object.GetName(), err)
		}
		if !shared {
			if err := buildable(t, id); err != nil {
				if base == nil {
					continue // the base need not be complete
				}
				return nil, fmt.Errorf("%s: %w", where, err)
			}
		}
		out.order = append(out.order, id)
		out.byID[id], out.shared[id] = t, shared
	}
	return out, nil
}

// share is the tree of an object: the one in o where it is the same. Jobs get
// names of their own later, and so trees of their own.
func (o *objects) share(id identity, object generate.Object) (t tree, shared bool, err error) {
	if o != nil && !id.isJob() {
		if t, ok := o.byID[id]; ok {
			if shared, err = encode.Matches(t, object); shared || err != nil {
				return t, shared, err
			}
		}
	}
	t, err = treeOf(object)
	return t, false, err
}

func treeOf(object generate.Object) (tree, error) {
	v, err := encode.Tree(object)
	if err != nil {
		return nil, err
	}
	t, ok := v.(tree)
	if !ok {
		return nil, fmt.Errorf("%T does not encode as a map", object)
	}
	return t, nil
}

// nameJobs gives the Jobs of a draft the name and the content hash they have
// in the final objects.
func nameJobs(draft *objects, final []generate.Object) {
	for _, object := range final {
		id := identityOf(object)
		hash := object.GetAnnotations()[contentHash]
		if !id.isJob() || hash == "" {
			continue
		}
		id.name = strings.TrimSuffix(id.name, "-"+hash)
		if job, ok := draft.byID[id]; ok {
			ensure(job, "metadata")["name"] = object.GetName()
			ensure(job, "metadata", "annotations")[contentHash] = hash
		}
	}
}
