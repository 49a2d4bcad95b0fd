package spec

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
	m.Volume.Size = or(m.Volume.Size, Quantity(d.profile.mediaSize))
}
