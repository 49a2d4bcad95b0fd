package spec

import "strings"

func (d *defaulter) services() {
	for name, s := range d.spec.Services {
		delay := d.profile.shutdownDelay
		if s.Storage != nil {
			s.Storage.Size = or(s.Storage.Size, Quantity(d.profile.mediaSize))
			delay = 0
		}
		if len(s.Ports) == 0 {
			delay = 0
		}
		for port, p := range s.Ports {
			p.Protocol = or(p.Protocol, ProtocolTCP)
			p.ServicePort = or(p.ServicePort, p.Port)
			s.Ports[port] = p
		}
		s.ShutdownDelay = or(s.ShutdownDelay, NewDuration(delay))
		scale(&s.Replicas, s.Autoscaling, 1)
		writable(s.WritablePaths)
		d.files(s.Files)
		d.pod(&s.PodOptions, d.profile.worker, s.ShutdownDelay.Duration+podGracePeriod)
		s.Scheduling.spread()
		d.spec.Services[name] = s
	}
}

// writable completes directories that are written to.
func writable(paths []WritablePath) {
	for i := range paths {
		w := &paths[i]
		w.Size = or(w.Size, Quantity(scratchSize))
		w.Seed = or(w.Seed, new(false))
	}
}

// files completes the references of files to Secrets.
func (d *defaulter) files(files map[string]ConfigFile) {
	for path, file := range files {
		if file.SecretKey != nil {
			d.secret(file.SecretKey, path[strings.LastIndexByte(path, '/')+1:])
		}
	}
}
