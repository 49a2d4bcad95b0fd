package stack

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/bounds"
)

// The labels of every object.
const (
	// LabelName is the stack.
	LabelName = "app.kubernetes.io/name"
	// LabelComponent is the part of the stack.
	LabelComponent = "app.kubernetes.io/component"
	// LabelInstance is the stack in its environment; overlays set it.
	LabelInstance = "app.kubernetes.io/instance"
	// LabelManagedBy names this tool.
	LabelManagedBy = "app.kubernetes.io/managed-by"
	// AnnotationContentHash is the hash at the end of a Job's name: what the Job
	// runs. A Job with another content is another Job.
	AnnotationContentHash = "djangostack.dev/content-hash"
	// AnnotationFixedName is on a ConfigMap that keeps its name whatever it holds: what
	// reads it is not started anew when it changes.
	AnnotationFixedName = "djangostack.dev/fixed-name"
	// AnnotationEnvironmentHash is on the pods of a release's Job: the variables that
	// make a difference to what it does.
	AnnotationEnvironmentHash = "djangostack.dev/environment-hash"

	// ManagedBy is the value of LabelManagedBy.
	ManagedBy   = "djangostack"
	labelDomain = "djangostack.dev"
	// contentHash is how many characters [Stack.Finish] puts behind the name of a Job or
	// ConfigMap, with the dash before them.
	contentHash = 11
)

// ObjectName returns the name of a component's objects: the stack's and the component's, cut
// and told apart by a hash where it is too long for a Service. Kinds that take only
// shorter ones have a name of [Stack.NameOf].
func (st *Stack) ObjectName(component string) string { return st.NameOf("Service", component) }

// NameOf returns the name of a component's object of a kind, such as StatefulSet: its
// [Stack.ObjectName], cut and told apart by a hash where that kind takes only a shorter
// one. What refers to the object has to ask for the same kind.
func (st *Stack) NameOf(kind, component string) string {
	longest := bounds.Name(kind)
	if kind == "Job" || kind == "ConfigMap" {
		longest -= contentHash
	}
	return shorten(st.Name+"-"+component, min(longest, bounds.Label))
}

// shorten cuts a name to limit characters and ends it in a hash of the whole.
func shorten(name string, limit int) string {
	if len(name) <= limit {
		return name
	}
	hash := hashOf(name)
	return strings.TrimRight(name[:limit-len(hash)-1], "-.") + "-" + hash
}

// hashOf tells names apart that are written alike.
func hashOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:4])
}

// Selector returns the labels that pick the pods of one component and no others: the component
// label is a key of its own, so no other component's pods can match.
func (st *Stack) Selector(component string) map[string]string {
	return map[string]string{LabelName: st.Name, LabelComponent: label(component)}
}

// label is a component as a label's value.
func label(component string) string { return shorten(component, bounds.Label) }

// Labels returns those of a component's objects and pods.
func (st *Stack) Labels(component string) map[string]string { return st.labels(component, nil) }

// labels are those of a component's objects with a user's own.
func (st *Stack) labels(component string, own map[string]string) map[string]string {
	labels := Merged(st.Metadata.Labels, own)
	labels[LabelName], labels[LabelComponent], labels[LabelManagedBy] = st.Name, label(component), ManagedBy
	return labels
}

// PodLabels returns those of a component's pods: [Stack.Labels], and to whom they connect in
// the stack, unless they are a Job's ([Workload.Once]).
func (st *Stack) PodLabels(component string) map[string]string { return st.podLabels(component, nil) }

// podLabels are those of a component's pods: [Stack.Labels] with a user's own, and to whom
// they connect in the stack, unless they are a Job's ([Workload.Once]).
func (st *Stack) podLabels(component string, own map[string]string) map[string]string {
	labels := st.labels(component, own)
	if st.once[component] {
		return labels
	}
	for _, edge := range st.edgesFrom[component] {
		if edge.To != "" {
			labels[labelUses(edge.To, edge.Port, edge.Protocol)] = "true"
		}
	}
	return labels
}

// labelUses is the key of the label that pods have which connect to a port of a
// component. Policies admit them by it: a worker that is left over from a release
// before, whose name no policy has any more, keeps what it takes to end its tasks.
func labelUses(component string, port int32, protocol corev1.Protocol) string {
	end := component + "-" + strconv.Itoa(int(port))
	if protocol = tcpUnless(protocol); protocol != corev1.ProtocolTCP {
		end += "-" + strings.ToLower(string(protocol))
	}
	return "uses." + labelDomain + "/" + shorten(end, bounds.Label)
}

// Meta returns the metadata of a component's object, under the component's name.
func (st *Stack) Meta(component string) metav1.ObjectMeta {
	return st.NamedMeta(component, st.ObjectName(component))
}

// NamedMeta returns the metadata of a component's object under another name: that of a kind that
// takes only shorter ones ([Stack.NameOf]), or of one more object of a kind.
func (st *Stack) NamedMeta(component, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Name:        name,
		Labels:      st.Labels(component),
		Annotations: maps.Clone(st.Metadata.Annotations),
	}
}
