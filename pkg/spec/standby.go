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
	return *s.Migrate.Check.Enabled && *s.Migrate.Lock && database && s.Django.Settings != "" &&
		port == 0 && !probes.haveCommand()
}

func (p Probes) haveCommand() bool {
	return slices.ContainsFunc([]*Probe{p.Startup, p.Readiness, p.Liveness}, func(check *Probe) bool {
		return check != nil && len(check.Command) > 0
	})
}

// lockConnections is how many connections beat and the singletons need for their locks
// during an update: one holds the lock while the other asks for it.
func lockConnections(s *StackSpec) int64 {
	connections := int64(0)
	if s.Celery != nil && s.Celery.Beat != nil && s.StandsBy(0, s.Celery.Beat.Probes) {
		connections += updating(int32(*s.Celery.Beat.Replicas))
	}
	for _, p := range s.Processes {
		if *p.Singleton && s.StandsBy(p.Port, p.Probes) {
			connections += updating(min(most(p.Replicas, nil), 1))
		}
	}
	return connections
}
