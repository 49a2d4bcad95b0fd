package spec

// sharedVolumes fills in the volumes that components share.
func (d *defaulter) sharedVolumes() {
	for name, v := range d.spec.Volumes {
		v.AccessMode = or(v.AccessMode, ReadWriteMany)
		v.Size = or(v.Size, Quantity(d.profile.mediaSize))
		d.spec.Volumes[name] = v
	}
}
