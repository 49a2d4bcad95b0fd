package spec

import "fmt"

// Extent is what the size of a stack's objects follows from.
type Extent struct {
	// Running is how many workers, processes, services, cron jobs, databases and caches there are, and
	// jobs of a release, manifests with ports or uses and workloads of components that are not
	// built in, each of which counts as a process.
	Running int
	// Carried is how many entries of maps and lists their pods and other objects repeat.
	Carried int
}

// runOnce is how many more sets of pods a stack may have, of which there is one each: the
// web server, beat, Flower, and the Jobs of a release.
const runOnce = 5

// ExtentOf returns the extent of a stack in one environment. It needs no defaults.
func ExtentOf(merged *DjangoStack) Extent {
	if merged == nil {
		return Extent{}
	}
	s := &merged.Spec
	running := len(s.Processes) + len(s.Services) + len(s.Cron) + len(s.Databases) + len(s.Caches) + len(s.Jobs)
	if s.Celery != nil {
		running += len(s.Celery.Workers)
	}
	for _, m := range s.Manifests {
		if len(m.Ports)+len(m.Uses) > 0 {
			running++
		}
	}
	return Extent{running, (running + runOnce) * carries(merged)}
}

// withMore returns the extent of a stack that runs n workloads more.
func (e Extent) withMore(n int) Extent {
	each := e.Carried / (e.Running + runOnce)
	return Extent{e.Running + n, e.Carried + n*each}
}

// Add adds another extent.
func (e *Extent) Add(other Extent) {
	e.Running += other.Running
	e.Carried += other.Carried
}

// Beyond returns what of the extent is more than there may be, such as "7 workers, … of
// all stacks are more than the 5", and "" if nothing is.
func (e Extent) Beyond(most Extent, of string) string {
	switch {
	case e.Running > most.Running:
		return fmt.Sprintf("%d workers, processes, services, cron jobs, databases and caches of %s are more than the %d",
			e.Running, of, most.Running)
	case e.Carried > most.Carried:
		return fmt.Sprintf("%d entries of maps and lists, repeated in the pods and objects of %s, are more than the %d",
			e.Carried, of, most.Carried)
	default:
		return ""
	}
}
