// Package bounds holds what Kubernetes and file systems accept: how long the name of an
// object of each kind may be, how large an object, and which names a file may have.
package bounds

const (
	// Label is the length of a DNS label and of a label's value (kubernetes.io, "Object
	// Names and IDs", "Labels and Selectors"): Services, namespaces, containers, volumes.
	Label = 63
	// subdomain is the length of a DNS subdomain, which is what the API server asks of
	// most names (kubernetes.io, "Object Names and IDs").
	subdomain = 253
)

// names are the kinds whose names have to be shorter. What counts is what controllers
// make of a name: the API server accepts the object, and then it gets no pods or Jobs.
var names = map[string]int{
	// The name is that of a host (kubernetes.io, "Service": RFC 1035 label names).
	"Service": Label,
	// A part of its Services' names in DNS (kubernetes.io, "Namespaces").
	"Namespace": Label,
	// The API server warns of a longer one: it is used in pod names and hostnames. Pods
	// have as much of it as leaves room for the random end of their names
	// (apiserver/pkg/storage/names: maxGeneratedNameLength).
	"Deployment": Label,
	// Pods carry the name of their ControllerRevision as the label
	// controller-revision-hash: the StatefulSet's, a dash and up to ten characters
	// (pkg/controller/history: ControllerRevisionName, HashControllerRevision;
	// kubernetes/kubernetes#64023). Their own names, a label and a host name too, have
	// only a dash and a number behind it.
	"StatefulSet": Label - len("-4294967295"),
	// Pods carry it as the label batch.kubernetes.io/job-name (kubernetes.io, "Jobs":
	// no longer than 63 characters).
	"Job": Label,
	// Its Jobs have a dash and the minute they are for, of ten digits at most, behind it
	// (kubernetes.io, "CronJob": no more than 52 characters).
	"CronJob": Label - len("-4294967295"),
}

// Name is how many characters the name of an object of a kind may have. It is that of a
// DNS subdomain for autoscalers, disruption budgets, policies, Ingresses, ConfigMaps with
// the hash that kustomize puts behind their names, claims, also those that a StatefulSet
// makes of a template, and custom resources.
func Name(kind string) int {
	if length, short := names[kind]; short {
		return length
	}
	return subdomain
}
