package policy

import "github.com/djangostack/djangostack/pkg/spec"

// Kind is the kind of a policy's file.
const Kind = spec.PolicyKind

// DjangoStackPolicy is what a platform allows the stacks of its teams. Each list names what is
// allowed of one thing. A list that is absent has no opinion, and an empty one allows nothing.
// Objects are judged as they are applied, in every environment, whatever made them. Where
// several policies are given, each has to allow a stack.
type DjangoStackPolicy struct {
	// APIVersion is djangostack.dev/v1alpha1.
	APIVersion string `json:"apiVersion"`
	// Kind is DjangoStackPolicy.
	Kind string `json:"kind"`
	// Metadata names the policy.
	Metadata Metadata `json:"metadata"`
	// Spec is what the policy allows.
	Spec Spec `json:"spec"`
}

// Metadata names a policy.
type Metadata struct {
	// Name of the policy, as findings have it.
	Name string `json:"name"`
	// Annotations are those by which a tool knows what to do with the file, such as
	// config.kubernetes.io/local-config. Default: none.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Spec is what a policy allows, a list for each thing that it may have an opinion on.
type Spec struct {
	// Namespaces in which objects may be, that a stack may create, and from which a
	// RoleBinding may take subjects: shop-*. If they are given, objects that belong to the
	// cluster and not to a namespace are only allowed if kinds is given and allows them.
	// Absent: any.
	Namespaces []Pattern `json:"namespaces,omitzero"`
	// Kinds of objects, each with its API group behind a dot, but for those of the core group:
	// Deployment.apps, Ingress.networking.k8s.io, Service. A policy that is given this list
	// has to name the kinds that djangostack itself makes, too; docs/policy.md lists them.
	// Absent: any.
	Kinds []Pattern `json:"kinds,omitzero"`
	// Hosts of Ingresses, and of the Gateway API's routes and listeners: *.example.com. An
	// object that names no host is for all of them, which only the pattern * allows.
	// Absent: any.
	Hosts []Pattern `json:"hosts,omitzero"`
	// Images of all containers, in full, with the registry and the tag or digest that a short
	// name stands for: postgres is docker.io/library/postgres:latest. So
	// registry.example/acme/* is everything below a path of a registry, and "!*:latest"
	// takes an exception from that.
	// Absent: any.
	Images []Pattern `json:"images,omitzero"`
	// Secrets that pods, ServiceAccounts and Ingresses may refer to by name. Those that are
	// among the stack's own objects need no entry.
	// Absent: any.
	Secrets []Pattern `json:"secrets,omitzero"`
	// Claims are existing PersistentVolumeClaims that pods may mount. Those that are among the
	// stack's own objects need no entry.
	// Absent: any.
	Claims []Pattern `json:"claims,omitzero"`
	// ServiceAccounts are existing ones that pods may run as. Those that are among the stack's
	// own objects need no entry. A pod that names none runs as default.
	// Absent: any.
	ServiceAccounts []Pattern `json:"serviceAccounts,omitzero"`
	// PriorityClasses that pods may name.
	// Absent: any.
	PriorityClasses []Pattern `json:"priorityClasses,omitzero"`
	// Tolerations that pods may have, by the key of the taint. One without a key tolerates
	// every taint, as a pod does that names its node; only the pattern * allows that.
	// Absent: any.
	Tolerations []Pattern `json:"tolerations,omitzero"`
	// Annotations of objects and of pods, by key: prometheus.io/*. A pattern that contains an
	// equals sign is compared with key=value, so that a role of a cloud can be named:
	// "eks.amazonaws.com/role-arn=arn:aws:iam::111122223333:role/shop-*". Annotations of
	// djangostack itself, djangostack.dev/*, need no entry.
	// Absent: any.
	Annotations []Pattern `json:"annotations,omitzero"`
	// ServiceTypes of Services: ClusterIP, NodePort, LoadBalancer, ExternalName. A Service with
	// externalIPs needs ExternalIPs, too.
	// Absent: any.
	ServiceTypes []Pattern `json:"serviceTypes,omitzero"`
	// Network is what NetworkPolicies may open.
	Network Network `json:"network,omitzero"`
	// LoweredSecurity are the ways in which pods may be less secure than those that djangostack
	// makes: Pod Security restricted, a root filesystem that is read-only, no token of the
	// ServiceAccount. The empty list allows none.
	// Absent: any.
	LoweredSecurity []Security `json:"loweredSecurity,omitzero"`
}

// Network is what a policy allows NetworkPolicies.
type Network struct {
	// Required says that every pod must be selected by NetworkPolicies of its namespace for
	// both directions, so that nothing is open that no policy opens. Default: false.
	Required bool `json:"required,omitempty"`
	// From is who may be let in from outside the pod's namespace.
	From Peers `json:"from,omitzero"`
	// To is what connections may be allowed to outside the pod's namespace. A rule for the
	// names that DNS resolves, of ports 53 and 5353 only, needs no entry.
	To Peers `json:"to,omitzero"`
}

// Peers are the other ends of the connections that NetworkPolicies may allow.
type Peers struct {
	// CIDRs are blocks of addresses. A rule may name each of them, and any block within one. A
	// rule that names nobody is for every address, 0.0.0.0/0 and ::/0.
	// Absent: any.
	CIDRs []CIDR `json:"cidrs,omitzero"`
	// Namespaces by name, beside the object's own. A rule that selects namespaces by anything
	// but their names, or all of them, is only allowed by the pattern *.
	// Absent: any.
	Namespaces []Pattern `json:"namespaces,omitzero"`
}

// Pattern is a name, in which * stands for any number of any characters, dots and slashes
// included. Small and capital letters differ. One that begins with ! takes names away from
// what the others of its list allow, wherever it stands; a list of nothing but such patterns
// allows all other names. YAML wants quotes around a pattern that begins with * or !.
type Pattern string

// CIDR is a block of addresses of IPv4 or IPv6: 10.0.0.0/8.
type CIDR string

// Security is a way of being less secure, by the field that makes a pod so:
//
//	allowPrivilegeEscalation      is not false
//	appArmorProfile               is Unconfined
//	automountServiceAccountToken  is not false, or a volume has a token
//	capabilities                  does not drop ALL, or adds more than NET_BIND_SERVICE
//	enforce                       a Namespace without the label that enforces restricted
//	hostNamespaces                hostNetwork, hostPID or hostIPC
//	hostPath                      a volume that is a folder of the node
//	hostPort                      a port of the node
//	hostProcess                   a process of the host, on Windows
//	privileged                    is true
//	probeHost                     a probe or a hook that asks another host than the pod
//	procMount                     is not Default
//	readOnlyRootFilesystem        is not true
//	runAsNonRoot                  is not true
//	runAsUser                     is 0
//	seLinuxOptions                a user, a role, or a type that no container has
//	seccompProfile                is neither RuntimeDefault nor Localhost
//	sysctls                       ones that Pod Security does not take for safe
//	volumeTypes                   volumes of other types than Pod Security restricted allows
type Security string

// The ways in which a pod may be less secure; see [Security].
const (
	AllowPrivilegeEscalation     Security = "allowPrivilegeEscalation"
	AppArmorProfile              Security = "appArmorProfile"
	AutomountServiceAccountToken Security = "automountServiceAccountToken"
	Capabilities                 Security = "capabilities"
	Enforce                      Security = "enforce"
	HostNamespaces               Security = "hostNamespaces"
	HostPath                     Security = "hostPath"
	HostPort                     Security = "hostPort"
	HostProcess                  Security = "hostProcess"
	Privileged                   Security = "privileged"
	ProbeHost                    Security = "probeHost"
	ProcMount                    Security = "procMount"
	ReadOnlyRootFilesystem       Security = "readOnlyRootFilesystem"
	RunAsNonRoot                 Security = "runAsNonRoot"
	RunAsUser                    Security = "runAsUser"
	SELinuxOptions               Security = "seLinuxOptions"
	SeccompProfile               Security = "seccompProfile"
	Sysctls                      Security = "sysctls"
	VolumeTypes                  Security = "volumeTypes"
)
