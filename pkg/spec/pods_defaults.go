package spec

import "time"

// pod fills in what everything that runs containers has.
func (d *defaulter) pod(o *PodOptions, resources Resources, grace time.Duration) {
	d.variables(o)
	o.Resources = o.Resources.or(resources)
	o.TmpSize = or(o.TmpSize, Quantity(scratchSize))
	o.GracePeriod = or(o.GracePeriod, NewDuration(grace))
}

// variables completes the references to Secrets.
func (d *defaulter) variables(o *PodOptions) {
	d.containers(o)
	for name, ref := range o.SecretEnv {
		d.secret(&ref, name)
		o.SecretEnv[name] = ref
	}
}

const (
	// podGracePeriod is Kubernetes' own.
	podGracePeriod = 30 * time.Second
	// databaseGracePeriod is the time for a shutdown's checkpoint: even 90 seconds may be
	// too few (docker-library/postgres, STOPSIGNAL).
	databaseGracePeriod = 2 * time.Minute
	cacheGracePeriod    = 10 * time.Second
	brokerGracePeriod   = time.Minute
	// webSlack is what a web pod has beyond what its processes ask for.
	webSlack = 5 * time.Second
)
