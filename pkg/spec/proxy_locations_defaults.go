package spec

import "net/http"

// authKey is where ingress-nginx looks for a file of htpasswd, too.
const authKey = "auth"

func (d *defaulter) proxyLocations() {
	for path, l := range d.spec.Proxy.Locations {
		l.Inherit = or(l.Inherit, new(true))
		if l.Auth != nil {
			d.secret(l.Auth, authKey)
		}
		if l.RateLimit != nil {
			l.RateLimit.Per = or(l.RateLimit.Per, RatePerAddress)
		}
		if ret := l.Return; ret != nil && ret.Location != "" {
			ret.Status = or(ret.Status, http.StatusFound)
		} else if ret != nil && ret.Text != "" {
			ret.Status = or(ret.Status, http.StatusOK)
		}
		d.spec.Proxy.Locations[path] = l
	}
}
