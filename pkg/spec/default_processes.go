package spec

import (
	"slices"
	"strings"
	"time"
)

func (d *defaulter) celery() {
	c := d.spec.Celery
	if c == nil {
		return
	}
	c.App = or(c.App, d.spec.Django.project())
	if c.Workers == nil {
		c.Workers = map[string]Worker{"default": {}}
	}
	for name, w := range c.Workers {
		d.worker(name, &w)
		c.Workers[name] = w
	}
	if c.Beat != nil {
		c.Beat.Replicas = or(c.Beat.Replicas, new(OneOrNone(1)))
		c.Beat.GracePeriod = or(c.Beat.GracePeriod, NewDuration(podGracePeriod))
		c.Beat.Resources = c.Beat.Resources.or(beatResources)
		c.Beat.TmpSize = or(c.Beat.TmpSize, Quantity(scratchSize))
	}
	if c.Flower != nil {
		c.Flower.Replicas = or(c.Flower.Replicas, new(OneOrNone(1)))
		c.Flower.Resources = c.Flower.Resources.or(flowerResources)
		c.Flower.TmpSize = or(c.Flower.TmpSize, Quantity(scratchSize))
		d.secret(&c.Flower.BasicAuth, "FLOWER_BASIC_AUTH")
	}
	results := ResultNone
	if b := d.spec.Broker; b != nil && b.Engine != BrokerRabbitMQ {
		results = ResultBroker
	}
	c.ResultBackend = or(c.ResultBackend, results)
}

// podGracePeriod is Kubernetes' own.
const podGracePeriod = 30 * time.Second

func (d *defaulter) worker(name string, w *Worker) {
	if len(w.Queues) == 0 && name != "default" {
		w.Queues = []string{name}
	}
	w.Resources = w.Resources.or(d.tuning.worker)
	w.TmpSize = or(w.TmpSize, Quantity(scratchSize))
	w.GracePeriod = or(w.GracePeriod, NewDuration(w.gracePeriod()))
	scale(&w.Replicas, w.Autoscaling, 1)
	w.Scheduling.spread()
}

func (d *defaulter) processes() {
	for name, p := range d.spec.Processes {
		if len(p.Command) == 0 && len(p.Manage) > 0 {
			p.Command = d.manage(nil, p.Manage...)
		}
		p.Singleton = or(p.Singleton, new(false))
		p.GracePeriod = or(p.GracePeriod, NewDuration(time.Minute))
		p.Resources = p.Resources.or(d.tuning.worker)
		p.TmpSize = or(p.TmpSize, Quantity(scratchSize))
		scale(&p.Replicas, p.Autoscaling, 1)
		p.Scheduling.spread()
		d.spec.Processes[name] = p
	}
}

// migration is what migrates where the spec does not say: the default database alone.
func (d Django) migration() []string {
	return slices.Concat(d.Manage, []string{"migrate", "--noinput"})
}

func (d *defaulter) jobs() {
	m := &d.spec.Migrate
	m.Enabled = or(m.Enabled, new(len(d.spec.Databases) > 0))
	if len(m.Command) == 0 {
		m.Command = d.spec.Django.migration()
	}
	m.Timeout = or(m.Timeout, NewDuration(15*time.Minute))
	m.Resources = m.Resources.or(jobResources)
	m.TmpSize = or(m.TmpSize, Quantity(scratchSize))
	m.Wait.Resources = m.Wait.Resources.or(waitResources)
	m.Lock = or(m.Lock, new(true))
	m.Check.Enabled = or(m.Check.Enabled, new(*m.Enabled))
	m.Check.Resources = m.Check.Resources.or(waitResources)
	if u := d.spec.Superuser; u != nil {
		u.Username = or(u.Username, "admin")
		u.Email = or(u.Email, u.Username+"@"+d.spec.Django.mailDomain())
		d.secret(&u.Password, "SUPERUSER_PASSWORD")
	}
	for name, c := range d.spec.Cron {
		if len(c.Command) == 0 && len(c.Manage) > 0 {
			c.Command = d.manage(nil, c.Manage...)
		}
		c.TimeZone = or(c.TimeZone, "Etc/UTC")
		c.Timeout = or(c.Timeout, NewDuration(time.Hour))
		c.GracePeriod = or(c.GracePeriod, NewDuration(podGracePeriod))
		c.Concurrency = or(c.Concurrency, "Forbid")
		c.Suspend = or(c.Suspend, new(false))
		c.Resources = c.Resources.or(jobResources)
		c.TmpSize = or(c.TmpSize, Quantity(scratchSize))
		d.spec.Cron[name] = c
	}
}

// CustomarySpread is over what pods are spread where nothing else is said.
func CustomarySpread() []TopologySpread {
	return []TopologySpread{
		{TopologyKey: "kubernetes.io/hostname", MaxSkew: 1, WhenUnsatisfiable: "ScheduleAnyway"},
		{TopologyKey: "topology.kubernetes.io/zone", MaxSkew: 1, WhenUnsatisfiable: "ScheduleAnyway"},
	}
}

// spread fills in over what pods are spread.
func (s *Scheduling) spread() {
	if s.TopologySpread == nil {
		s.TopologySpread = CustomarySpread()
	}
	for i := range s.TopologySpread {
		one := &s.TopologySpread[i]
		one.MaxSkew = or(one.MaxSkew, 1)
		one.WhenUnsatisfiable = or(one.WhenUnsatisfiable, "ScheduleAnyway")
	}
}

// scale fills the number of replicas, or the bounds where a load decides.
func scale(replicas **int32, a *Autoscaling, fallback int32) {
	if a == nil {
		*replicas = or(*replicas, &fallback)
		return
	}
	a.Min = or(a.Min, 2)
	if a.CPU == 0 && a.Memory == 0 {
		a.CPU = 70
	}
}

// mailDomain is the canonical host where mail could go to it, as Django sees it;
// createsuperuser refuses an address or a bare name.
func (d Django) mailDomain() string {
	if host := strings.TrimPrefix(d.CanonicalHost(), "."); isMailDomain(host) {
		return host
	}
	return "example.com"
}

// isMailDomain is the part of Django's EmailValidator that names of hosts can fail.
func isMailDomain(host string) bool {
	return host == "localhost" || strings.Contains(strings.Trim(host, "."), ".") && !isIP(host)
}
