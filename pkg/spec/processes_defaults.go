package spec

import "time"

func (d *defaulter) processes() {
	for name, p := range d.spec.Processes {
		if len(p.Command) == 0 && len(p.Manage) > 0 {
			p.Command = d.manage(nil, p.Manage...)
		}
		p.Singleton = or(p.Singleton, new(false))
		d.pod(&p.PodOptions, d.profile.worker, time.Minute)
		scale(&p.Replicas, p.Autoscaling, 1)
		p.Scheduling.spread()
		d.spec.Processes[name] = p
	}
}
