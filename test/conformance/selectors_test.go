package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
)

// checkSelectors demands that everything which selects pods selects those of
// exactly one workload. None is a Service without endpoints; a second one is
// web traffic sent to a migration job, or two Deployments fighting over pods.
// The server accepts both without a word.
func (s *stack) checkSelectors() error {
	return s.each(func(o *object) error {
		if o.served == nil {
			return nil
		}
		selector, err := podSelector(o.served)
		if err != nil || selector == nil {
			return err
		}
		if owners := s.selectedBy(selector, o.served.GetNamespace()); len(owners) != 1 {
			return fmt.Errorf("selector %q selects the pods of %d workloads, want 1: [%s]",
				selector, len(owners), strings.Join(owners, ", "))
		}
		return nil
	})
}

// podSelector is what the object selects pods by; nil when it selects none.
func podSelector(served *unstructured.Unstructured) (labels.Selector, error) {
	field, found, err := unstructured.NestedMap(served.Object, "spec", "selector")
	switch served.GetKind() {
	case "Service":
		if err != nil || !found {
			return nil, err
		}
		field = map[string]any{"matchLabels": field}
	case "PodDisruptionBudget", "Deployment", "StatefulSet", "DaemonSet":
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, errors.New("has no selector")
		}
	default:
		return nil, nil
	}
	data, err := json.Marshal(field)
	if err != nil {
		return nil, err
	}
	var selector metav1.LabelSelector
	if err := json.Unmarshal(data, &selector); err != nil {
		return nil, err
	}
	return metav1.LabelSelectorAsSelector(&selector)
}

// selectedBy lists the workloads of a namespace whose pods the selector matches.
func (s *stack) selectedBy(selector labels.Selector, namespace string) []string {
	var owners []string
	for _, o := range s.objects {
		if o.served == nil || o.served.GetNamespace() != namespace {
			continue
		}
		template := podTemplate(o.served)
		if template == nil {
			continue
		}
		pod := unstructured.Unstructured{Object: template}
		if selector.Matches(labels.Set(pod.GetLabels())) {
			owners = append(owners, describe(o.served))
		}
	}
	return owners
}
