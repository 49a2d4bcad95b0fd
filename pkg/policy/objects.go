package policy

import (
	"encoding/json"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// object is an object as the API server gets it, of whatever Go type it is.
type object struct {
	kind            schema.GroupKind
	namespace, name string
	component       string
	tree            map[string]any
	pods            []pod
}

// pod is a pod, or the template of one, anywhere in an object.
type pod struct {
	labels, annotations map[string]string
	spec                corev1.PodSpec
}

// read returns objects as the API server gets them.
func read(objects []stack.Object) ([]*object, error) {
	all := make([]*object, 0, len(objects))
	for _, from := range objects {
		if from == nil {
			continue
		}
		o := &object{
			kind:      from.GetObjectKind().GroupVersionKind().GroupKind(),
			namespace: from.GetNamespace(), name: plainName(from), component: from.GetLabels()[stack.LabelComponent],
		}
		data, err := json.Marshal(from)
		if err == nil {
			err = json.Unmarshal(data, &o.tree)
		}
		if err != nil {
			return nil, fmt.Errorf("%s %s cannot be read: %w", o.kind.Kind, o.name, err)
		}
		o.findPods(o.tree)
		all = append(all, o)
	}
	return all, nil
}

// plainName is the name of an object without the hash of its content, which differs between
// environments.
func plainName(o stack.Object) string {
	name := o.GetName()
	if end := len(name) - hashed; o.GetObjectKind().GroupVersionKind().Kind == "ConfigMap" &&
		!stack.HasFixedName(o) && end > 0 && name[end] == '-' {
		return name[:end]
	}
	return strings.TrimSuffix(name, "-"+o.GetAnnotations()[stack.AnnotationContentHash])
}

// hashed is how many characters the hash of a ConfigMap's content is, with the dash before it.
const hashed = 11

// findPods finds the pods in a tree: of a Pod, of the templates of workloads, and of those
// that a custom resource has.
func (o *object) findPods(tree any) {
	switch t := tree.(type) {
	case map[string]any:
		for _, key := range sorted.Keys(t) {
			if below, isMap := t[key].(map[string]any); isMap && isPodSpec(below) {
				p := pod{}
				decode(below, &p.spec)
				decode(at(t, "metadata", "labels"), &p.labels)
				decode(at(t, "metadata", "annotations"), &p.annotations)
				o.pods = append(o.pods, p)
				continue
			}
			o.findPods(t[key])
		}
	case []any:
		for _, item := range t {
			o.findPods(item)
		}
	}
}

// isPodSpec reports whether a map has containers, each with a name or an image.
func isPodSpec(tree map[string]any) bool {
	list, _ := tree["containers"].([]any)
	if len(list) == 0 {
		return false
	}
	for _, item := range list {
		if container, isMap := item.(map[string]any); !isMap || container["name"] == nil && container["image"] == nil {
			return false
		}
	}
	return true
}

// decode reads as much of a tree as fits into a Go value.
func decode(tree, into any) {
	if data, err := json.Marshal(tree); err == nil && tree != nil {
		_ = json.Unmarshal(data, into) // what does not fit is left out, and the rest is read
	}
}

// at returns what stands under keys, nil where nothing does.
func at(tree any, keys ...string) any {
	for _, key := range keys {
		below, _ := tree.(map[string]any)
		tree = below[key]
	}
	return tree
}

// String returns the kind and the name.
func (o *object) String() string { return o.kind.Kind + " " + o.name }

// is reports whether the object is of a kind.
func (o *object) is(group, kind string) bool {
	return o.kind == schema.GroupKind{Group: group, Kind: kind}
}
