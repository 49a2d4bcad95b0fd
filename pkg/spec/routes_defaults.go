package spec

func (d *defaulter) routes() {
	for name, r := range d.spec.Routes {
		r.Path = or(r.Path, "/")
		d.certificate(name, &r)
		d.spec.Routes[name] = r
	}
}

// certificate says where that of the route's own hosts is.
func (d *defaulter) certificate(name string, r *Route) {
	e := d.spec.Expose
	if e == nil || e.Ingress == nil || e.Ingress.TLS == nil || len(d.spec.OwnHosts(*r)) == 0 {
		return
	}
	r.TLS = or(r.TLS, &RouteTLS{})
	if e.Ingress.TLS.Issuer == "" {
		r.TLS.Secret = or(r.TLS.Secret, e.Ingress.TLS.Secret)
	}
	r.TLS.Secret = or(r.TLS.Secret, d.stack+"-route-"+name+"-tls")
}
