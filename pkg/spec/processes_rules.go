package spec

import "github.com/djangostack/djangostack/internal/sorted"

func validateProcesses(r *report, s *DjangoStack) {
	for _, name := range sorted.Keys(s.Spec.Processes) {
		p, path := s.Spec.Processes[name], "spec.processes"+segment(name)
		r.name(path, name)
		r.commandOrManage(path, s.Spec.Django, p.Command, p.Manage)
		r.replicas(path, p.Replicas, p.Autoscaling)
		if *p.Singleton && (p.Autoscaling != nil || most(p.Replicas, nil) > 1) {
			r.forbidden(path+".singleton", "there is never more than one of it; write replicas: 1, or 0 to stop it, and no "+
				"autoscaling, or remove singleton")
		}
		r.unprivileged(path+".port", p.Port)
		if p.HTTP != nil {
			r.positive(path+".http.timeout", p.HTTP.Timeout)
			r.positive(path+".http.shutdown.graceful", p.HTTP.Shutdown.Graceful)
			r.finishes(path+".http", p.HTTP.Timeout, p.HTTP.Shutdown.Graceful)
		}
		if p.Port != 0 {
			r.probes(path+".probes", p.Probes)
		} else {
			r.silentProbes(path+".probes", p.Probes)
			r.ownChecks(path+".probes", p.Probes)
		}
	}
}
