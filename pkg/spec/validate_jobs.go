package spec

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

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
		r.invalid("spec.superuser.username", "%q begins or ends in a space; remove it", u.Username)
	}
	if local, host, _ := strings.Cut(u.Email, "@"); local == "" || !isMailDomain(host) {
		r.invalid("spec.superuser.email", "%q is not an email address for Django; write one such as "+
			"admin@example.com", u.Email)
	}
	if len(s.Spec.Databases) == 0 && !*s.Spec.Migrate.Enabled {
		r.forbidden("spec.superuser", "needs a database to keep the account in; add databases: {default: {}}")
	}
}

// programs run management commands, and are none.
var programs = []string{"python", "python3", "manage.py", "./manage.py", "django-admin"}

// managementCommands are those of Django, and of packages that many projects run as
// processes or by a schedule, whose names no program has.
var managementCommands = []string{
	"clearsessions", "collectstatic", "createcachetable", "createsuperuser", "db_worker", "dumpdata", "loaddata",
	"makemigrations", "migrate", "process_tasks", "publish_scheduled", "qcluster", "remove_stale_contenttypes", "rqworker",
	"runserver", "runworker", "sendtestemail", "update_index",
}

// commandOrManage checks that a process is told in one way what to run. The
// defaults have made a command of manage where that stands alone.
func (r *report) commandOrManage(path string, d Django, command, manage []string) {
	switch {
	case len(command) == 0:
		r.missing(path, "say what to run: manage for a management command, or command")
	case len(manage) > 0 && !slices.Equal(command, slices.Concat(d.Manage, manage)):
		r.forbidden(path+".command", "cannot be combined with manage; remove one of them")
	case len(manage) == 0 && len(command) == 1 && slices.Contains(managementCommands, command[0]):
		r.warn(path+".command", "%s is a management command, and a container runs programs; write manage: [%s]", command[0],
			command[0])
	default:
		r.command(path+".command", command)
	}
	switch {
	case len(manage) == 1 && strings.Contains(manage[0], " "):
		r.invalid(path+".manage", "%q is one word to Kubernetes; write %s", manage[0], wordsOf(manage[0]))
	case len(manage) > 0 && (slices.Contains(programs, manage[0]) || manage[0] == d.Manage[0]):
		r.invalid(path+".manage", "begins with %s, which django.manage puts before it already; write the management "+
			"command alone, such as [clearsessions]", manage[0])
	}
}

func validateCron(r *report, s *DjangoStack) {
	for _, name := range sorted.Keys(s.Spec.Cron) {
		c, path := s.Spec.Cron[name], "spec.cron"+segment(name)
		r.name(path, name)
		if c.Schedule == "" {
			r.missing(path+".schedule", `write minute, hour, day, month and weekday, such as "0 3 * * *"`)
		}
		r.commandOrManage(path, s.Spec.Django, c.Command, c.Manage)
		r.positive(path+".timeout", c.Timeout)
		if !isTimeZone(c.TimeZone) {
			r.invalid(path+".timeZone", "%s", notATimeZone(c.TimeZone))
		}
	}
}

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
		if p.Port != 0 {
			r.probes(path+".probes", p.Probes)
		} else {
			r.silentProbes(path+".probes", p.Probes)
			r.ownChecks(path+".probes", p.Probes)
		}
	}
}
