package spec

import "strings"

func (d *defaulter) django() {
	dj := &d.spec.Django
	d.secret(&dj.SecretKey, "SECRET_KEY")
	if len(dj.Manage) == 0 {
		dj.Manage = []string{"python", "manage.py"}
	}
	dj.User = or(dj.User, 1000)
	for i := range dj.WritablePaths {
		w := &dj.WritablePaths[i]
		w.Size = or(w.Size, Quantity(scratchSize))
		w.Seed = or(w.Seed, new(false))
	}
	for _, v := range djangoEnvNames {
		names := v.names(&dj.EnvNames)
		*names = names.Or(v.name)
	}
	dj.EnvNames.Separator = or(dj.EnvNames.Separator, ",")
	for name, ref := range dj.SecretEnv {
		d.secret(&ref, name)
		dj.SecretEnv[name] = ref
	}
	for path, file := range dj.Files {
		if file.SecretKey != nil {
			d.secret(file.SecretKey, path[strings.LastIndexByte(path, '/')+1:])
		}
	}
}

// project is the Python package beside the settings module: shop of
// shop.settings and of shop.settings.production.
func project(settings string) string {
	if name, _, found := strings.Cut(settings, ".settings"); found {
		return name
	}
	return settings[:max(strings.LastIndex(settings, "."), 0)]
}
