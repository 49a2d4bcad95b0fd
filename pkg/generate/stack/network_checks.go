package stack

import (
	"fmt"
	"net/netip"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// check refuses a rule that no NetworkPolicy can have.
func (r NetworkRule) check() error {
	if len(validation.IsValidPortNum(int(r.Port))) > 0 {
		return fmt.Errorf("port %d must be between 1 and 65535; correct it", r.Port)
	}
	if err := checkProtocol(r.Protocol); err != nil {
		return err
	}
	for _, cidr := range r.CIDRs {
		if err := checkCIDR(cidr); err != nil {
			return err
		}
	}
	if r.NamespaceLabel != "" && len(validation.IsQualifiedName(r.NamespaceLabel)) > 0 {
		return fmt.Errorf("namespace label %q: must be the key of a label; correct it", r.NamespaceLabel)
	}
	return checkNamespace(r.Namespace)
}

func checkProtocol(protocol corev1.Protocol) error {
	switch protocol {
	case "", corev1.ProtocolTCP, corev1.ProtocolUDP, corev1.ProtocolSCTP:
		return nil
	default:
		return fmt.Errorf("protocol %q: must be TCP, UDP or SCTP; correct it", protocol)
	}
}

func checkCIDR(cidr string) error {
	if _, err := netip.ParsePrefix(cidr); err != nil {
		return fmt.Errorf("CIDR %q: must be an address and a prefix, such as 10.0.0.0/8; correct it", cidr)
	}
	return nil
}

// checkNamespace refuses what is no namespace of a peer.
func checkNamespace(name string) error {
	if name != "" && name != AnyNamespace && len(validation.IsDNS1123Label(name)) > 0 {
		return fmt.Errorf("namespace %q: must be of lower-case letters, digits and '-'; correct it", name)
	}
	return nil
}

// checkRules refuses rules of a workload that no NetworkPolicy can have.
func (w *Workload) checkRules() error {
	for _, way := range []struct {
		name  string
		rules []NetworkRule
	}{{"Ingress", w.Ingress}, {"Egress", w.Egress}} {
		for _, rule := range way.rules {
			if err := rule.check(); err != nil {
				return fmt.Errorf("workload %s: %s: %w", w.Component, way.name, err)
			}
		}
	}
	return nil
}
