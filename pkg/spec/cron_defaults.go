package spec

import "time"

func (d *defaulter) cron() {
	for name, c := range d.spec.Cron {
		if len(c.Command) == 0 && len(c.Manage) > 0 {
			c.Command = d.manage(nil, c.Manage...)
		}
		c.TimeZone = or(c.TimeZone, "Etc/UTC")
		c.Timeout = or(c.Timeout, NewDuration(time.Hour))
		c.Concurrency = or(c.Concurrency, ForbidConcurrent)
		c.Suspend = or(c.Suspend, new(false))
		d.pod(&c.PodOptions, jobResources, podGracePeriod)
		d.spec.Cron[name] = c
	}
}
