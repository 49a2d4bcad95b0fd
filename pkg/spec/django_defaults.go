package spec

import "strings"

func (d *defaulter) django() {
	dj := &d.spec.Django
	d.secret(&dj.SecretKey, "SECRET_KEY")
	if len(dj.Manage) == 0 {
		dj.Manage = []string{"python", "manage.py"}
	}
	dj.User = or(dj.User, 1000)
	writable(dj.WritablePaths)
	for _, v := range djangoEnvNames {
		names := v.names(&dj.EnvNames)
		*names = names.Or(v.name)
	}
	dj.EnvNames.Separator = or(dj.EnvNames.Separator, ",")
	for name, ref := range dj.SecretEnv {
		d.secret(&ref, name)
		dj.SecretEnv[name] = ref
	}
	d.files(dj.Files)
}

// project is the Python package beside the settings module: shop of
// shop.settings and of shop.settings.production.
func project(settings string) string {
	if name, _, found := strings.Cut(settings, ".settings"); found {
		return name
	}
	return settings[:max(strings.LastIndex(settings, "."), 0)]
}
