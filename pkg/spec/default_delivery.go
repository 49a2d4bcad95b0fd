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
	w.TmpSize = or(w.TmpSize, w.roomFor(2, p.BodySize))
	room := w.roomFor(1, p.BodySize)
	if p.Cache != nil {
		room.Add(*p.Cache.Size)
	}
	p.TmpSize = or(p.TmpSize, resource.NewQuantity(min(room.Value(), pebibyte), resource.BinarySI))
}

func (d *defaulter) static() {
	st := &d.spec.Static
	mode := StaticWhiteNoise
	if d.spec.Proxy != nil {
		mode = StaticNginx
	}
	st.Mode = or(st.Mode, mode)
	st.URL = or(st.URL, "/static/")
	st.Root = or(st.Root, "/app/staticfiles")
	st.Collect = or(st.Collect, CollectAtBuild)
	st.Size = or(st.Size, Quantity(scratchSize))
	st.Resources = st.Resources.or(waitResources)
	st.Upload = d.manage(st.Upload, "collectstatic", "--noinput")
}

func (d *defaulter) media() {
	m := d.spec.Media
	if m == nil {
		return
	}
	m.URL = or(m.URL, "/media/")
	m.Root = or(m.Root, "/app/media")
	if m.Volume == nil {
		return
	}
	if d.spec.Proxy == nil {
		m.Serve = or(m.Serve, MediaByApp)
	}
	if m.Serve == MediaByAccel {
		m.InternalURL = or(m.InternalURL, "/protected/")
	}
	m.Volume.AccessMode = or(m.Volume.AccessMode, ReadWriteMany)
	m.Volume.Size = or(m.Volume.Size, Quantity(d.tuning.mediaSize))
}
