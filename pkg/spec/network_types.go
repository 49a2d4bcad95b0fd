package spec

// Network has the stack's network policies: the stack's pods can connect, and be
// connected to, only along the connections that its parts need.
type Network struct {
	// Policies turns the NetworkPolicies on. Default: true.
	Policies *bool `json:"policies,omitempty"`
	// IPFamilies are the families of addresses that the cluster's pods have: IPv4, IPv6
	// or both, with the family of its Services first (kubernetes.io, "IPv4/IPv6
	// dual-stack"). Web servers listen on addresses of the first family and the proxy
	// on those of all. 0.0.0.0/0, the default of a cidr, means every address of all of
	// them. With both, a load balancer in front of the proxy accepts clients of both.
	// Databases, caches and brokers in the cluster listen on all families. Default:
	// [IPv4].
	IPFamilies []IPFamily `json:"ipFamilies,omitempty"`
	// Egress are connections that the Django processes may make to what is outside the
	// stack, by name: mail, payment, error tracking.
	Egress map[string]Egress `json:"egress,omitempty"`
	// Ingress are connections that are accepted from outside the stack, by name:
	// monitoring.
	Ingress map[string]NetworkIngress `json:"ingress,omitempty"`
}

// IPFamily is Kubernetes' family of addresses.
type IPFamily string

// The families.
const (
	IPv4 IPFamily = "IPv4"
	IPv6 IPFamily = "IPv6"
)

// Enum lists the families.
func (IPFamily) Enum() []string { return []string{"IPv4", "IPv6"} }

// Egress lets the Django processes connect to something outside the stack.
type Egress struct {
	// Ports that may be reached; required.
	Ports []Port `json:"ports,omitempty"`
	// Protocol of the ports: TCP, UDP (StatsD, syslog) or SCTP. Default: TCP.
	Protocol Protocol `json:"protocol,omitempty"`
	// CIDR that may be reached. Default: 0.0.0.0/0.
	CIDR string `json:"cidr,omitempty"`
	// Namespace whose pods may be reached, instead of a CIDR.
	Namespace string `json:"namespace,omitempty"`
}

// Protocol is Kubernetes' protocol of a port.
type Protocol string

// The protocols of ports.
const (
	ProtocolTCP  Protocol = "TCP"
	ProtocolUDP  Protocol = "UDP"
	ProtocolSCTP Protocol = "SCTP"
)

// Enum lists the protocols.
func (Protocol) Enum() []string { return []string{"TCP", "UDP", "SCTP"} }

// NetworkIngress lets something outside the stack connect to one of its components.
type NetworkIngress struct {
	// Namespace whose pods may connect. One of namespace and cidr is required.
	Namespace string `json:"namespace,omitempty"`
	// CIDR of the addresses that may connect, for clients that are not pods with an
	// address of their own: a scraper outside the cluster, or pods on their node's
	// network.
	CIDR string `json:"cidr,omitempty"`
	// Component they may reach, as in the app.kubernetes.io/component label: one
	// that listens in this environment, such as web, flower, process-NAME,
	// database, cache-ALIAS or broker, or what an extension runs. Default: web.
	Component string `json:"component,omitempty"`
	// Ports of the component that they may reach, by their names, those of its sidecars
	// among them: [metrics]. Default: all.
	Ports []string `json:"ports,omitempty"`
}

// ContainerPort is a port that a container listens on.
type ContainerPort struct {
	// Port is its number; required.
	Port Port `json:"port"`
	// Protocol of the port: TCP, UDP (StatsD, syslog) or SCTP. Default: TCP.
	Protocol Protocol `json:"protocol,omitempty"`
}

// ShortForm lets the number alone stand for the whole of it.
func (ContainerPort) ShortForm() string { return "port" }
