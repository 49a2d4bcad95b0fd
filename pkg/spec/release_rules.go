package spec

import "strings"

func validateMigrate(r *report, s *DjangoStack) {
	m := s.Spec.Migrate
	r.ownCommand("spec.migrate.command", s.Spec.Django, m.Command)
	r.command("spec.migrate.wait.command", m.Wait.Command)
	r.command("spec.migrate.check.command", m.Check.Command)
	r.positive("spec.migrate.timeout", m.Timeout)
}

func validateSuperuser(r *report, s *DjangoStack) {
	u := s.Spec.Superuser
	if u == nil {
		return
	}
	if strings.TrimSpace(u.Username) != u.Username {
		r.invalid("spec.superuser.username", "%q must not begin or end with a space; remove it", u.Username)
	}
	if local, host, _ := strings.Cut(u.Email, "@"); local == "" || !isMailDomain(host) {
		r.invalid("spec.superuser.email", "%q must be an email address; write one such as admin@example.com", u.Email)
	}
	if len(s.Spec.Databases) == 0 && !*s.Spec.Migrate.Enabled {
		r.forbidden("spec.superuser", "needs a database to keep the account in; add databases: {default: {}}")
	}
}
