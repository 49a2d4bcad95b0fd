package spec

import "strings"

func validateDjango(r *report, s *DjangoStack) {
	dj := s.Spec.Django
	switch {
	case dj.Settings == "":
		r.warn("spec.django.settings", "missing, so web, workers and jobs each use whatever settings module the "+
			"project's own files name; write one such as shop.settings")
	case !isModule(dj.Settings):
		r.invalid("spec.django.settings", "%q must be a Python module; write one such as shop.settings", dj.Settings)
		r.muteApps(s)
	}
	if dj.WorkingDir != "" && dj.WorkingDir != "/" && !isDirectory(dj.WorkingDir) {
		r.invalid("spec.django.workingDir", "%q must be the absolute path of a directory; write one such as /app",
			dj.WorkingDir)
	}
	r.command("spec.django.manage", dj.Manage)
	r.command("spec.django.entrypoint", dj.Entrypoint)
	for _, p := range djangoPods(&s.Spec) {
		r.ownSettings(p, s.Spec.Web)
	}
}

// ownSettings checks the settings module of some of the project's processes.
func (r *report) ownSettings(p djangoPod, web Web) {
	at := p.path + ".settings"
	_, plain := p.Env[settingsVariable]
	_, secret := p.SecretEnv[settingsVariable]
	switch {
	case p.Settings == "":
	case !isModule(p.Settings):
		r.invalid(at, "%q must be a Python module; write one such as shop.settings", p.Settings)
		if p.path == "spec.web" && strings.HasPrefix(web.App, project(p.Settings)+".") {
			r.mute("spec.web.app")
		}
	case plain || secret:
		r.forbidden(at, "cannot be combined with %s among the variables beside it; remove one of them", settingsVariable)
	case !p.runs && p.name == "flower":
		r.forbidden(at, "has no effect with an image of its own; remove one of them")
	}
}

// settingsVariable names the settings module to Django.
const settingsVariable = "DJANGO_SETTINGS_MODULE"

// muteApps mutes what is said about the applications that were made of the settings
// module.
func (r *report) muteApps(s *DjangoStack) {
	name := project(s.Spec.Django.Settings)
	if strings.HasPrefix(s.Spec.Web.App, name+".") {
		r.mute("spec.web.app")
	}
	if c := s.Spec.Celery; c != nil && c.App == name {
		r.mute("spec.celery.app")
	}
}

// isModule reports whether text is a dotted Python name.
func isModule(text string) bool {
	for part := range strings.SplitSeq(text, ".") {
		if part == "" || part[0] <= '9' || !consistsOf(part, letters+digits+"_") {
			return false
		}
	}
	return !strings.HasSuffix(text, ".py")
}
