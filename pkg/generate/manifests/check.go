package manifests

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/gotemplate"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// identity is what a cluster tells objects apart by.
type identity struct {
	kind            schema.GroupKind
	namespace, name string
}

func identityOf(o stack.Object) identity {
	return identity{o.GetObjectKind().GroupVersionKind().GroupKind(), o.GetNamespace(), o.GetName()}
}

// check says what is wrong with the objects by themselves. Those that are wrong are left out.
func (r *rendered) check(st *stack.Stack) (wrong []*gotemplate.Error) {
	var right []part
	owners := map[identity]string{}
	for _, p := range r.parts {
		found := checkPart(st, p, owners)
		if len(found) == 0 {
			right = append(right, p)
		}
		wrong = append(wrong, found...)
	}
	r.parts = right
	return append(wrong, r.accounts(st)...)
}

// accounts are the pods that run as a ServiceAccount which nobody makes.
func (r *rendered) accounts(st *stack.Stack) (wrong []*gotemplate.Error) {
	made := map[string]bool{}
	for _, p := range r.parts {
		if o, _ := stack.Decode(p.content); o != nil && o.GetObjectKind().GroupVersionKind().Kind == "ServiceAccount" {
			made[o.GetName()] = true
		}
	}
	for _, p := range r.parts {
		o, _ := stack.Decode(p.content)
		pod, component := stack.PodSpecOf(o), ComponentName(p.manifest)
		if pod == nil || st.Workload(component) != nil || made[pod.ServiceAccountName] ||
			pod.ServiceAccountName != st.ObjectName(component) {
			continue
		}
		wrong = append(wrong, p.errorf("spec.template.spec.serviceAccountName",
			"the ServiceAccount %s is made for a manifest with ports or uses; add one of them to the manifest, render a "+
				"ServiceAccount, or remove the line", pod.ServiceAccountName))
	}
	return wrong
}

func checkPart(st *stack.Stack, p part, owners map[identity]string) (wrong []*gotemplate.Error) {
	o, fields := stack.Decode(p.content)
	for _, f := range fields {
		wrong = append(wrong, p.errorf(f.Path, "%s", f.Message))
	}
	if len(fields) > 0 {
		return wrong
	}
	if err := st.CheckIdentity(o); err != nil {
		return []*gotemplate.Error{p.errorf("metadata.name", "%s", strings.Replace(err.Error(),
			"; make it with Stack.NameOf", "; correct it", 1))}
	}
	if err := st.CheckObject(o); err != nil {
		return []*gotemplate.Error{p.errorf("", "%s", err)}
	}
	id := identityOf(o)
	if owner, taken := owners[id]; taken {
		return []*gotemplate.Error{p.errorf("metadata.name", "%s %s is an object of the manifest %s, too; rename one of them",
			id.kind.Kind, id.name, owner)}
	}
	owners[id] = p.manifest
	if secret, ok := o.(*corev1.Secret); ok && len(secret.Data)+len(secret.StringData) > 0 {
		return []*gotemplate.Error{p.errorf("kind", "a Secret with data must not stand in what is generated, for all to "+
			"read; create it in the cluster, or have an operator make it of a SealedSecret or an ExternalSecret")}
	}
	if taken := takenFor(st, p, o); taken != "" {
		return []*gotemplate.Error{p.errorf("metadata", "its pods have the labels of %s, and Services and network policies "+
			"would take them for its pods; write other labels, or .Component.PodLabels", taken)}
	}
	return nil
}

// takenFor returns the component of another part of the stack that selects an object's pods.
func takenFor(st *stack.Stack, p part, o stack.Object) string {
	labels := podLabels(o)
	for _, w := range st.Workloads {
		if w.Component != ComponentName(p.manifest) && selects(st.Selector(w.Component), labels) {
			return w.Component
		}
	}
	return ""
}

// podLabels returns the labels of the pods that an object is or makes.
func podLabels(o stack.Object) map[string]string {
	if pod, ok := o.(*corev1.Pod); ok {
		return pod.Labels
	}
	if template := stack.PodTemplateOf(o); template != nil {
		return template.Labels
	}
	return nil
}

func selects(selector, labels map[string]string) bool {
	for key, value := range selector {
		if labels[key] != value {
			return false
		}
	}
	return true
}

// validate reports what is wrong with the manifests where they stand in the spec.
func validate(st *stack.Stack) (errs, warnings field.ErrorList) {
	r := renderedOf(st)
	for _, e := range append(r.wrong, r.collisions(st)...) {
		errs = append(errs, fieldError(st, e))
	}
	if len(errs) > 0 {
		return errs, nil
	}
	for _, name := range sorted.Keys(st.Spec.Manifests) {
		if st.Workload(ComponentName(name)) != nil && !r.hasPods(st, name) {
			warnings = append(warnings, field.Invalid(field.NewPath("spec", "manifests").Key(name), nil,
				"has ports or uses, and no pod that it renders has the labels of .Component.PodLabels; give them to its pod "+
					"template, or remove ports and uses"))
		}
	}
	return nil, warnings
}

// hasPods reports whether a manifest renders pods that its policies select.
func (r *rendered) hasPods(st *stack.Stack, manifest string) bool {
	for _, p := range r.parts {
		if o, _ := stack.Decode(p.content); p.manifest == manifest && o != nil &&
			selects(st.Selector(ComponentName(manifest)), podLabels(o)) {
			return true
		}
	}
	return false
}

// collisions are the objects that the rest of the stack has, too.
func (r *rendered) collisions(st *stack.Stack) (wrong []*gotemplate.Error) {
	if len(r.parts) == 0 {
		return nil
	}
	others, err := st.Others(name)
	if err != nil {
		return nil // of a stack that is wrong otherwise
	}
	owners := map[identity]string{}
	for _, other := range others {
		owners[identityOf(other.Object)] = other.Component
	}
	for _, p := range r.parts {
		o, _ := stack.Decode(p.content)
		if o == nil || st.CheckIdentity(o) != nil {
			continue
		}
		id := identityOf(o)
		owner, taken := owners[id]
		if !taken {
			continue
		}
		by := "the stack makes"
		if owner != "" {
			by = "the component " + owner + " makes"
		}
		wrong = append(wrong, p.errorf("metadata.name", "%s a %s %s, too; write another name", by, id.kind.Kind, id.name))
	}
	return wrong
}

// fieldError is an error about the field that the template stands in.
func fieldError(st *stack.Stack, e *gotemplate.Error) *field.Error {
	path := field.NewPath("spec", "manifests")
	message := e.Message
	if m, known := st.Spec.Manifests[e.Template]; known {
		path = path.Key(e.Template).Child("template")
		if m.File != "" {
			path = field.NewPath("spec", "manifests").Key(e.Template).Child("file")
		}
		switch {
		case e.Line > 0 && e.Rendered > 0:
			message = fmt.Sprintf("line %d (line %d of what it renders): %s", e.Line, e.Rendered, message)
		case e.Rendered > 0:
			message = fmt.Sprintf("line %d of what it renders: %s", e.Rendered, message)
		case e.Line > 0:
			message = fmt.Sprintf("line %d: %s", e.Line, message)
		}
	}
	return field.Invalid(path, nil, message)
}
