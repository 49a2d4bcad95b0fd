package overlays

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/pkg/generate"
)

// contentHash is the annotation on a Job whose name ends in the hash it holds.
// Jobs are immutable: a changed Job must have a new name.
const contentHash = "djangostack.dev/content-hash"

// kind is apiVersion and kind.
type kind struct{ apiVersion, kind string }

// identity names an object in the base and in every environment's draft.
type identity struct {
	kind
	name string
}

func (i identity) String() string { return fmt.Sprintf("%s %s %s", i.apiVersion, i.kind.kind, i.name) }

// compare orders objects as their files are listed: by kind first.
func (i identity) compare(o identity) int {
	return cmp.Or(
		strings.Compare(i.kind.kind, o.kind.kind),
		strings.Compare(i.apiVersion, o.apiVersion),
		strings.Compare(i.name, o.name),
	)
}

func (i identity) isConfigMap() bool { return i.kind == kind{"v1", "ConfigMap"} }

func (i identity) group() string {
	group, _ := splitAPIVersion(i.apiVersion)
	return group
}

func identify(t tree) identity {
	return identity{kind{text(t, "apiVersion"), text(t, "kind")}, text(t, "metadata", "name")}
}

// objects keeps trees in their order and finds them by identity.
type objects struct {
	order []identity
	byID  map[identity]tree
	typed map[identity]generate.Object
	// alike are the objects that are the base's own: one tree serves both.
	alike map[identity]bool
}

// collect turns typed objects into trees. where names the list in an error.
// What is equal to an object of base shares its tree; Jobs never do, since an
// environment names its own.
func collect(list []generate.Object, where string, base *objects) (*objects, error) {
	out := &objects{
		byID:  make(map[identity]tree, len(list)),
		typed: make(map[identity]generate.Object, len(list)),
		alike: map[identity]bool{},
	}
	for _, object := range list {
		if id, ok := base.equalTo(object); ok && out.byID[id] == nil {
			out.order = append(out.order, id)
			out.byID[id], out.alike[id] = base.byID[id], true
			continue
		}
		v, err := encode.Tree(object)
		if err != nil {
			return nil, fmt.Errorf("%s: encode %T %s: %w", where, object, object.GetName(), err)
		}
		t, ok := v.(tree)
		if !ok {
			return nil, fmt.Errorf("%s: %T does not encode as a map", where, object)
		}
		id := identify(t)
		if id.apiVersion == "" || id.kind.kind == "" || id.name == "" {
			return nil, fmt.Errorf("%s: %T %q lacks apiVersion, kind or name; set its TypeMeta in the builder",
				where, object, id.name)
		}
		if _, exists := out.byID[id]; exists {
			return nil, fmt.Errorf("%s: two objects are %s; give one of them another name", where, id)
		}
		if err := buildable(t, id); err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		out.order = append(out.order, id)
		out.byID[id], out.typed[id] = t, object
	}
	return out, nil
}

// equalTo finds the object of o that is equal to object in every field.
func (o *objects) equalTo(object generate.Object) (identity, bool) {
	if o == nil {
		return identity{}, false
	}
	gvk := object.GetObjectKind().GroupVersionKind()
	id := identity{kind{gvk.GroupVersion().String(), gvk.Kind}, object.GetName()}
	own, ok := o.typed[id]
	return id, ok && gvk.Kind != "Job" && reflect.DeepEqual(own, object)
}

// nameJobs gives the Jobs of a draft the name and the content hash they have
// in the final objects.
func nameJobs(draft *objects, final []tree) {
	for _, t := range final {
		id := identify(t)
		hash := text(t, "metadata", "annotations", contentHash)
		if id.kind != (kind{"batch/v1", "Job"}) || hash == "" {
			continue
		}
		id.name = strings.TrimSuffix(id.name, "-"+hash)
		if job, ok := draft.byID[id]; ok {
			ensure(job, "metadata")["name"] = text(t, "metadata", "name")
			ensure(job, "metadata", "annotations")[contentHash] = hash
		}
	}
}
