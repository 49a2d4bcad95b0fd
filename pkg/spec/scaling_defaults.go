package spec

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

// most is the largest number of pods of a Deployment.
func most(replicas *int32, a *Autoscaling) int32 {
	switch {
	case a != nil:
		return a.Max
	case replicas != nil:
		return *replicas
	default:
		return 1
	}
}
