package spec

import (
	"slices"
	"strings"
)

// command checks a command line that is given.
func (r *report) command(path string, command []string) {
	if len(command) > 0 && strings.TrimSpace(command[0]) == "" {
		r.invalid(path, "must not begin with an empty word; write the program first")
	}
	if len(command) == 1 && strings.Contains(command[0], " ") {
		r.invalid(path, "%q must be several words, since it is one to Kubernetes; write %s",
			command[0], wordsOf(command[0]))
	}
}

// ownCommand checks a command line that may be a management command by default:
// then django.manage is what is wrong with it.
func (r *report) ownCommand(path string, d Django, command []string) {
	if len(command) < len(d.Manage) || !slices.Equal(command[:len(d.Manage)], d.Manage) {
		r.command(path, command)
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
		r.invalid(path+".manage", "%q must be several words, since it is one to Kubernetes; write %s",
			manage[0], wordsOf(manage[0]))
	case len(manage) > 0 && (slices.Contains(programs, manage[0]) || manage[0] == d.Manage[0]):
		r.invalid(path+".manage", "begins with %s, which django.manage puts before it already; write the management "+
			"command alone, such as [clearsessions]", manage[0])
	}
}

// isCommand reports whether a list of that name is a command, or the beginning of one.
func isCommand(name string) bool {
	return slices.Contains([]string{"args", "command", "entrypoint", "manage", "upload"}, name)
}
