package spec

// Effective is a stack as it is in one environment: the environment's patch applied and
// every default filled in. It need not be valid.
type Effective struct {
	*DjangoStack
	// Environment is the environment's name, "" for the spec with none applied.
	Environment string
	// Extent is what the size of the objects follows from, defaults apart.
	Extent Extent
}

// Effective returns the stack as it is in one environment, "" for the spec alone. It
// fails where [DjangoStack.For] does, and shares nothing with s.
func (s *DjangoStack) Effective(environment string) (*Effective, error) {
	merged, err := s.For(environment)
	if err != nil {
		return nil, err
	}
	extent := ExtentOf(merged)
	merged.SetDefaults(environment)
	return &Effective{merged, environment, extent}, nil
}
