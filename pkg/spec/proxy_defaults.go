package spec

import (
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
)

func (d *defaulter) proxy() {
	p := d.spec.Proxy
	if p == nil {
		return
	}
	p.Image = or(p.Image, "docker.io/nginxinc/nginx-unprivileged:1.29-alpine")
	p.BodySize = or(p.BodySize, Quantity(DefaultBodySize))
	p.StaticMaxAge = or(p.StaticMaxAge, NewDuration(time.Hour))
	p.Resources = p.Resources.or(proxyResources)
	if p.Cache != nil {
		p.Cache.Valid = or(p.Cache.Valid, NewDuration(10*time.Second))
		p.Cache.Size = or(p.Cache.Size, Quantity("64Mi"))
	}
	d.proxyLocations()
}

// rooms are how much nginx and the web server may keep of requests under way: what
// the bodies that are let through take, as often as requests are worked on.
func (d *defaulter) rooms() {
	w, p := &d.spec.Web, d.spec.Proxy
	if p == nil {
		w.TmpSize = or(w.TmpSize, w.roomFor(2, Quantity(DefaultBodySize)))
		return
	}
	p.Connections = or(p.Connections, connections(p.Resources))
	body := p.LargestBody()
	w.TmpSize = or(w.TmpSize, w.roomFor(2, body))
	room := w.roomFor(1, body)
	if p.Cache != nil {
		room.Add(*p.Cache.Size)
	}
	p.TmpSize = or(p.TmpSize, resource.NewQuantity(min(room.Value(), pebibyte), resource.BinarySI))
}

// connectionMemory is what one client of nginx is counted with.
const connectionMemory = 64 << 10

// mostConnections is how many connections nginx can have to the web server beside it:
// each takes a port, of which Linux gives out 28,232 (net.ipv4.ip_local_port_range).
const mostConnections = 28_000

// connections is how many clients fit into nginx' memory limit.
func connections(r Resources) int32 {
	return int32(max(1, min(r.MemorySize().Value()/connectionMemory, mostConnections)))
}
