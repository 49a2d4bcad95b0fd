package prooftest

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// alone proves that of beat and of each singleton never two work at once: one replica
// that nobody scales, and an update that either ends the old pod first or starts the
// new one behind the lock, in front of all that the image runs, with nothing that asks
// it while it stands by.
func (p *proof) alone() {
	for _, component := range p.sole() {
		labels := p.stack.Selector(component)
		for _, o := range p.objects {
			switch o := o.(type) {
			case *appsv1.Deployment:
				if o.Labels[stack.LabelComponent] == labels[stack.LabelComponent] {
					p.oneAtATime(o)
				}
			case *policyv1.PodDisruptionBudget:
				if o.Labels[stack.LabelComponent] == labels[stack.LabelComponent] {
					p.failf("PodDisruptionBudget %s keeps the only pod on its node", o.Name)
				}
			}
		}
	}
}

// sole are the components of which there is one.
func (p *proof) sole() []string {
	var all []string
	if c := p.stack.Spec.Celery; c != nil && c.Beat != nil {
		all = append(all, "beat")
	}
	for _, name := range sorted.Keys(p.stack.Spec.Processes) {
		if *p.stack.Spec.Processes[name].Singleton {
			all = append(all, "process-"+name)
		}
	}
	return all
}

func (p *proof) oneAtATime(d *appsv1.Deployment) {
	if d.Spec.Replicas == nil || *d.Spec.Replicas > 1 {
		p.failf("%s may have several replicas", nameOf(d))
	}
	c := d.Spec.Template.Spec.Containers[0]
	locked := slices.Contains(c.Command, "/etc/djangostack/release/launcher.py")
	if rolls := d.Spec.Strategy.Type == appsv1.RollingUpdateDeploymentStrategyType; rolls != locked {
		p.failf("%s starts beside the old pod: %t, and takes a lock: %t", nameOf(d), rolls, locked)
	}
	if !locked {
		return
	}
	if at := slices.Index(c.Command, "/etc/djangostack/release/launcher.py"); at != len(p.stack.Spec.Django.Entrypoint)+1 {
		p.failf("%s takes the lock behind something of its own: %q", nameOf(d), c.Command)
	}
	waits := slices.ContainsFunc(d.Spec.Template.Spec.InitContainers, func(c corev1.Container) bool {
		return c.Name == "wait-for-migrations"
	})
	if len(c.Ports) > 0 || !waits {
		p.failf("%s stands by with %d ports, and waits for migrations: %t", nameOf(d), len(c.Ports), waits)
	}
}
