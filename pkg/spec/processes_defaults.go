package spec

import "time"

func (d *defaulter) processes() {
	for name, p := range d.spec.Processes {
		if len(p.Command) == 0 && len(p.Manage) > 0 {
			p.Command = d.manage(nil, p.Manage...)
		}
		p.Singleton = or(p.Singleton, new(false))
		p.GracePeriod = or(p.GracePeriod, NewDuration(time.Minute))
		p.Resources = p.Resources.or(d.profile.worker)
		p.TmpSize = or(p.TmpSize, Quantity(scratchSize))
		scale(&p.Replicas, p.Autoscaling, 1)
		p.Scheduling.spread()
		d.spec.Processes[name] = p
	}
}
