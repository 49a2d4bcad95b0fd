package spec

import "slices"

// Singleton is what decides how an update replaces a process of which two must never work at
// the same time.
type Singleton struct {
	// Port it listens on, 0 for none.
	Port Port
	// Settings is its own settings module, "" for that of all.
	Settings string
	// Probes of its container.
	Probes Probes
}

// AsSingleton returns what decides how beat is replaced.
func (b Beat) AsSingleton() Singleton { return Singleton{Settings: b.Settings, Probes: b.Probes} }

// AsSingleton returns what decides how the process is replaced if it is a singleton.
func (p Process) AsSingleton() Singleton { return Singleton{p.Port, p.Settings, p.Probes} }

// StandsBy reports whether, during an update, the new pod of beat or of a singleton stands
// by until the old one has stopped, and a lock of the default database keeps the two apart.
// Otherwise the update stops the old pod first.
//
// There must be migrations to wait for, a database with locks, settings to find it by, and
// nothing that the new pod would fail while it stands by: neither a port nor a command.
func (s *StackSpec) StandsBy(one Singleton) bool {
	_, database := s.Databases["default"]
	return isTrue(s.Migrate.Check.Enabled) && isTrue(s.Migrate.Lock) && database &&
		or(one.Settings, s.Django.Settings) != "" && one.Port == 0 && !one.Probes.haveCommand()
}

func (p Probes) haveCommand() bool {
	return slices.ContainsFunc([]*Probe{p.Startup, p.Readiness, p.Liveness}, func(check *Probe) bool {
		return check != nil && len(check.Command) > 0
	})
}

// isTrue reports a switch that is on; unset is off where no default has been filled in.
func isTrue(b *bool) bool { return b != nil && *b }
