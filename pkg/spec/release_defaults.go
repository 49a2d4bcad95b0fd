package spec

import (
	"slices"
	"strings"
	"time"
)

// migration is what migrates where the spec does not say: the default database alone.
func (d Django) migration() []string {
	return slices.Concat(d.Manage, []string{"migrate", "--noinput"})
}

func (d *defaulter) release() {
	m := &d.spec.Migrate
	m.Enabled = or(m.Enabled, new(len(d.spec.Databases) > 0))
	if len(m.Command) == 0 {
		m.Command = d.spec.Django.migration()
	}
	m.Timeout = or(m.Timeout, NewDuration(15*time.Minute))
	d.pod(&m.PodOptions, jobResources, podGracePeriod)
	m.Wait.Resources = m.Wait.Resources.or(waitResources)
	m.Lock = or(m.Lock, new(true))
	m.Check.Enabled = or(m.Check.Enabled, new(*m.Enabled))
	m.Check.Resources = m.Check.Resources.or(waitResources)
	if u := d.spec.Superuser; u != nil {
		u.Username = or(u.Username, "admin")
		u.Email = or(u.Email, u.Username+"@"+d.spec.Django.mailDomain())
		d.secret(&u.Password, "SUPERUSER_PASSWORD")
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
