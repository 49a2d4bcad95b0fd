package spec

// containers fills in what a user adds to the pods of a component.
func (d *defaulter) containers(o *PodOptions) {
	for name, v := range o.Volumes {
		if v.Scratch != nil {
			v.Scratch.Size = or(v.Scratch.Size, Quantity(scratchSize))
			v.Scratch.Memory = or(v.Scratch.Memory, new(false))
		}
		v.ReadOnly = or(v.ReadOnly, new(false))
		o.Volumes[name] = v
	}
	for name, c := range o.Sidecars {
		d.container(&c.Container)
		o.Sidecars[name] = c
	}
	for name, c := range o.InitContainers {
		d.container(&c)
		o.InitContainers[name] = c
	}
}

func (d *defaulter) container(c *Container) {
	for name, ref := range c.SecretEnv {
		d.secret(&ref, name)
		c.SecretEnv[name] = ref
	}
	for path, m := range c.Mounts {
		m.ReadOnly = or(m.ReadOnly, new(false))
		c.Mounts[path] = m
	}
	for name, p := range c.Ports {
		p.Protocol = or(p.Protocol, ProtocolTCP)
		c.Ports[name] = p
	}
	c.Resources = c.Resources.or(proxyResources)
	c.WritableRoot = or(c.WritableRoot, new(false))
}
