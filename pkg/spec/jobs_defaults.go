package spec

// HasReleaseJob reports whether a release has something to do once, beside the upload of static
// files: to migrate, to create the first account or to run jobs.
func (s *StackSpec) HasReleaseJob() bool {
	migrates := s.Migrate.Enabled != nil && *s.Migrate.Enabled
	return migrates || s.Superuser != nil || len(s.Jobs) > 0
}

func (d *defaulter) jobs() {
	for name, j := range d.spec.Jobs {
		if len(j.Command) == 0 && len(j.Manage) > 0 {
			j.Command = d.manage(nil, j.Manage...)
		}
		if j.Before == "" {
			j.After = or(j.After, JobMigrate)
		}
		j.Resources = j.Resources.or(d.spec.Migrate.Resources)
		d.spec.Jobs[name] = j
	}
}
