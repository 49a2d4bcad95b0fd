package spec

import "time"

func (d *defaulter) processes() {
	for name, p := range d.spec.Processes {
		if len(p.Command) == 0 && len(p.Manage) > 0 {
			p.Command = d.manage(nil, p.Manage...)
		}
		p.Singleton = or(p.Singleton, new(false))
		replicas, grace := int32(1), time.Minute
		if p.HTTP != nil {
			d.processHTTP(p.HTTP)
			p.Port = or(p.Port, 8000)
			grace = p.HTTP.gracePeriod() + webSlack
			if !*p.Singleton {
				replicas = d.profile.webReplicas
			}
		}
		d.pod(&p.PodOptions, d.profile.worker, grace)
		scale(&p.Replicas, p.Autoscaling, replicas)
		p.Scheduling.spread()
		d.spec.Processes[name] = p
	}
}

func (d *defaulter) processHTTP(h *ProcessHTTP) {
	h.Timeout = or(h.Timeout, NewDuration(time.Minute))
	h.Shutdown.Delay = or(h.Shutdown.Delay, NewDuration(d.profile.shutdownDelay))
	h.Shutdown.Graceful = or(h.Shutdown.Graceful, NewDuration(30*time.Second))
}

// gracePeriod is how long its pods take to stop at most.
func (h ProcessHTTP) gracePeriod() time.Duration {
	return h.Shutdown.Delay.Duration + h.Shutdown.Graceful.Duration
}
