package spec

import "slices"

// StandsBy reports whether, during an update, the new pod of beat or of a singleton with
// this port and these probes stands by until the old one has stopped, and a lock of the
// default database keeps the two apart. Otherwise the update stops the old pod first.
//
// There must be migrations to wait for, a database with locks, settings to find it by, and
// nothing that the new pod would fail while it stands by: neither a port nor a command.
func (s *StackSpec) StandsBy(port Port, probes Probes) bool {
	_, database := s.Databases["default"]
	return isTrue(s.Migrate.Check.Enabled) && isTrue(s.Migrate.Lock) && database && s.Django.Settings != "" &&
		port == 0 && !probes.haveCommand()
}

func (p Probes) haveCommand() bool {
	return slices.ContainsFunc([]*Probe{p.Startup, p.Readiness, p.Liveness}, func(check *Probe) bool {
		return check != nil && len(check.Command) > 0
	})
}

// isTrue reports a switch that is on; unset is off where no default has been filled in.
func isTrue(b *bool) bool { return b != nil && *b }
