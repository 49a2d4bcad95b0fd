package spec

// CustomarySpread returns what pods are spread over by default.
func CustomarySpread() []TopologySpread {
	return []TopologySpread{
		{TopologyKey: "kubernetes.io/hostname", MaxSkew: 1, WhenUnsatisfiable: ScheduleAnyway},
		{TopologyKey: "topology.kubernetes.io/zone", MaxSkew: 1, WhenUnsatisfiable: ScheduleAnyway},
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
		one.WhenUnsatisfiable = or(one.WhenUnsatisfiable, ScheduleAnyway)
	}
}
