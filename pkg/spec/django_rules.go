package spec

import (
	"strconv"
	"strings"
)

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
	for i, name := range dj.EnvFrom.Secrets {
		r.objectName("spec.django.envFrom.secrets["+strconv.Itoa(i)+"]", name)
	}
	for i, name := range dj.EnvFrom.ConfigMaps {
		r.objectName("spec.django.envFrom.configMaps["+strconv.Itoa(i)+"]", name)
	}
}

// muteApps mutes what is said about the applications that were made of the settings
// module.
func (r *report) muteApps(s *DjangoStack) {
	project := s.Spec.Django.project()
	if strings.HasPrefix(s.Spec.Web.App, project+".") {
		r.mute("spec.web.app")
	}
	if c := s.Spec.Celery; c != nil && c.App == project {
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
