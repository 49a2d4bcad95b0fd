package spec

import "github.com/djangostack/djangostack/internal/sorted"

func validateJobs(r *report, s *DjangoStack) {
	for _, name := range sorted.Keys(s.Spec.Jobs) {
		j, path := s.Spec.Jobs[name], "spec.jobs"+segment(name)
		r.name(path, name)
		r.commandOrManage(path, s.Spec.Django, j.Command, j.Manage)
		r.jobPlace(path, j, *s.Spec.Migrate.Enabled)
	}
}

// jobPlace checks when a job runs. What a plain apply brings into the cluster has no order
// that Kubernetes keeps, so nothing there knows when a rollout begins or ends.
func (r *report) jobPlace(path string, j Job, migrates bool) {
	const noRollout = "nothing runs before or after a rollout, since kubectl apply does not wait for one; write " +
		"migrate, or have what delivers the release run the command"
	switch {
	case j.Before == JobRollout:
		r.forbidden(path+".before", noRollout)
	case j.After == JobRollout:
		r.forbidden(path+".after", noRollout)
	case j.Before != "" && j.After != "":
		r.forbidden(path+".after", "cannot be combined with before; remove one of them")
	case j.Before == JobMigrate && !migrates:
		r.forbidden(path+".before", "this stack does not migrate; write after: migrate, or migrate: {enabled: true}")
	}
}
