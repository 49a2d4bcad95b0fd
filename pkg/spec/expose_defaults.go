package spec

import "slices"

func (d *defaulter) expose() {
	e := d.spec.Expose
	if e == nil {
		return
	}
	if in := e.Ingress; in != nil {
		in.reach()
		if in.TLS != nil && in.TLS.Issuer != "" {
			in.TLS.Secret = or(in.TLS.Secret, d.stack+"-tls")
		}
	}
	e.HTTPS = or(e.HTTPS, new(e.Ingress != nil && e.Ingress.TLS != nil))
	if e.LoadBalancer != nil {
		e.LoadBalancer.Port = or(e.LoadBalancer.Port, e.customaryPort())
	}
}

// customaryPort is the one browsers ask a load balancer on. Beside an Ingress the
// site's https is that one's.
func (e *Expose) customaryPort() Port {
	if *e.HTTPS && e.Ingress == nil {
		return 443
	}
	return 80
}

// reach fills in where the controller's requests come from.
func (in *Ingress) reach() {
	ours := true
	class, _ := in.class()
	if in.Controller == "" {
		in.Controller, ours = controllerOf(class)
	}
	if len(in.ControllerCIDRs) > 0 || in.ControllerNamespace != "" {
		return
	}
	row := controllers[in.Controller]
	in.ControllerCIDRs = slices.Clone(row.cidrs)
	if ours {
		in.ControllerNamespace = row.namespace
	}
	if class == "gce-internal" { // from the proxies' subnet, which is the network's own
		in.ControllerCIDRs = []string{Anywhere}
	}
}
