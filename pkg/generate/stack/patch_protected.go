package stack

import (
	"fmt"
	"reflect"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/patch"
	"github.com/djangostack/djangostack/internal/sorted"
)

// protect refuses a change of what other objects know an object, its pods or a ConfigMap by.
func (p *patcher) protect(before, after Object, body patch.Body) *patch.Error {
	if path := changedIdentity(before, after); path != "" {
		return protected(body, path, "other objects, and what applies them, know the object by it")
	}
	path, selector := selectorOf(before)
	if _, now := selectorOf(after); !reflect.DeepEqual(selector, now) {
		return protected(body, path, "it selects the pods of the component")
	}
	path, labels := podLabelsOf(before)
	_, now := podLabelsOf(after)
	for _, key := range sorted.Keys(Merged(labels, now)) {
		was, had := labels[key]
		is, has := now[key]
		if p.selected[key] && (was != is || had != has) {
			return protected(body, path+"."+key, "Services and network policies select pods by the label "+key)
		}
	}
	return p.protectReferences(before, after)
}

func protected(body patch.Body, path, reason string) *patch.Error {
	return &patch.Error{
		Path: body.Locate(path), Message: fmt.Sprintf("%s must stay as it is: %s; remove it from the patch", path, reason),
	}
}

func changedIdentity(before, after Object) string {
	was, is := before.GetObjectKind().GroupVersionKind(), after.GetObjectKind().GroupVersionKind()
	switch {
	case was.GroupVersion() != is.GroupVersion():
		return "apiVersion"
	case was.Kind != is.Kind:
		return "kind"
	case before.GetName() != after.GetName():
		return "metadata.name"
	case before.GetNamespace() != after.GetNamespace():
		return "metadata.namespace"
	default:
		return ""
	}
}

// selectorOf returns what selects pods by their labels, and its path; nil of other objects.
func selectorOf(o Object) (path string, selector *metav1.LabelSelector) {
	path = "spec.selector"
	switch o := o.(type) {
	case *appsv1.Deployment:
		return path, o.Spec.Selector
	case *appsv1.StatefulSet:
		return path, o.Spec.Selector
	case *appsv1.DaemonSet:
		return path, o.Spec.Selector
	case *appsv1.ReplicaSet:
		return path, o.Spec.Selector
	case *batchv1.Job:
		return path, o.Spec.Selector
	case *policyv1.PodDisruptionBudget:
		return path, o.Spec.Selector
	case *corev1.Service:
		return path, &metav1.LabelSelector{MatchLabels: o.Spec.Selector}
	case *networkingv1.NetworkPolicy:
		return "spec.podSelector", &o.Spec.PodSelector
	default:
		return "", nil
	}
}

// podLabelsOf returns the labels of the pods that an object is or makes, and their path.
func podLabelsOf(o Object) (path string, labels map[string]string) {
	switch o := o.(type) {
	case *corev1.Pod:
		return "metadata.labels", o.Labels
	case *batchv1.CronJob:
		return "spec.jobTemplate.spec.template.metadata.labels", o.Spec.JobTemplate.Spec.Template.Labels
	}
	if t := PodTemplateOf(o); t != nil {
		return "spec.template.metadata.labels", t.Labels
	}
	return "", nil
}

// selectorKeys are the labels by which any of the objects selects pods.
func selectorKeys(objects []Object) map[string]bool {
	keys := map[string]bool{LabelInstance: true} // which Finish sets
	add := func(s *metav1.LabelSelector) {
		if s == nil {
			return
		}
		for key := range s.MatchLabels {
			keys[key] = true
		}
		for _, e := range s.MatchExpressions {
			keys[e.Key] = true
		}
	}
	for _, o := range objects {
		_, selector := selectorOf(o)
		add(selector)
		policy, ok := o.(*networkingv1.NetworkPolicy)
		if !ok {
			continue
		}
		for _, rule := range policy.Spec.Ingress {
			for _, peer := range rule.From {
				add(peer.PodSelector)
			}
		}
		for _, rule := range policy.Spec.Egress {
			for _, peer := range rule.To {
				add(peer.PodSelector)
			}
		}
	}
	return keys
}

// plainNames are the names of the ConfigMaps that [Stack.Finish] names by their content, before
// it does.
func plainNames(objects []Object) map[string]bool {
	names := map[string]bool{}
	for _, o := range objects {
		if NamedByContent(o) {
			names[o.GetName()] = true
		}
	}
	return names
}

// protectReferences refuses a patch that takes a reference to such a ConfigMap away, or that
// refers to one by a name with a hash, which the next change of its content makes another.
func (p *patcher) protectReferences(before, after Object) *patch.Error {
	was, is := referencesOf(before), referencesOf(after)
	for _, name := range sorted.Keys(was) {
		if p.hashed[name] && !is[name] {
			return &patch.Error{Message: fmt.Sprintf("the reference to the ConfigMap %s must stay, since its name gets a hash; "+
				"remove the change from the patch", name)}
		}
	}
	for _, name := range sorted.Keys(is) {
		if plain, ok := withoutHash(name); ok && !was[name] && p.hashed[plain] {
			return &patch.Error{Message: fmt.Sprintf("%s is the name of a ConfigMap with its hash, which changes; write %s",
				name, plain)}
		}
	}
	return nil
}

// hashLength is that of the hashes at the ends of names.
const hashLength = 10

// withoutHash returns a name without the hash at its end.
func withoutHash(name string) (plain string, ok bool) {
	at := strings.LastIndexByte(name, '-')
	return name[:max(at, 0)], at > 0 && len(name)-at-1 == hashLength
}

// referencesOf are the names of the ConfigMaps that an object refers to where [Stack.Finish]
// writes the names of these.
func referencesOf(o Object) map[string]bool {
	found := map[string]bool{}
	eachReference(o, func(name *string) { found[*name] = true })
	return found
}
