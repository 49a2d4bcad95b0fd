package spec

import (
	"net/netip"
	"path"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/sorted"
)

func validateDjango(r *report, s *DjangoStack) {
	dj := s.Spec.Django
	switch {
	case dj.Settings == "":
		r.warn("spec.django.settings", "missing, so web, workers and jobs each use whatever settings module the "+
			"project's own files name; write one such as shop.settings")
	case !isModule(dj.Settings):
		r.invalid("spec.django.settings", "%q is not a Python module; write one such as shop.settings", dj.Settings)
		r.coverApps(s)
	}
	if dj.WorkingDir != "" && dj.WorkingDir != "/" && !isDirectory(dj.WorkingDir) {
		r.invalid("spec.django.workingDir", "%q is not the absolute path of a directory; write one such as /app",
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

// coverApps keeps quiet about the applications that were made of the settings
// module.
func (r *report) coverApps(s *DjangoStack) {
	project := s.Spec.Django.project()
	if strings.HasPrefix(s.Spec.Web.App, project+".") {
		r.cover("spec.web.app")
	}
	if c := s.Spec.Celery; c != nil && c.App == project {
		r.cover("spec.celery.app")
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

// isCleanPath reports whether text is an absolute path in its shortest form.
func isCleanPath(text string) bool { return path.IsAbs(text) && path.Clean(text) == text }

// isDirectory reports whether text is the path of a directory below the root, in
// characters that mean nothing to Kubernetes' mounts and to the servers' files.
func isDirectory(text string) bool {
	return text != "/" && isCleanPath(text) && consistsOf(text, letters+digits+"/._-+@~=")
}

func validateHosts(r *report, s *DjangoStack) {
	hosts := s.Spec.Django.Hosts
	if len(hosts) == 0 {
		r.missing("spec.django.hosts", "list the site's public names, such as [shop.example.com]")
	}
	for i, host := range s.Spec.Django.InternalHosts {
		if err := Host(host).Check(); err != nil && host != PodAddress {
			r.invalid("spec.django.internalHosts["+strconv.Itoa(i)+"]", "%s", err)
		}
	}
	if s.Spec.Django.AnyHost && s.Spec.Profile == ProfileProd {
		r.warn("spec.django.anyHost", "the site accepts every Host header, and links in mails may be built from it; "+
			"check it against your tenants' domains (django.http.request.validate_host)")
	}
	first := make(map[string]int, len(hosts))
	for i, host := range hosts {
		at := "spec.django.hosts[" + strconv.Itoa(i) + "]"
		if j, again := first[widened(host)]; again {
			r.invalid(at, "%s allows the same names as item %d; remove one", host, j)
		} else {
			first[widened(host)] = i
		}
		if _, err := netip.ParseAddr(string(host)); err == nil && s.Spec.Expose != nil && s.Spec.Expose.Ingress != nil {
			r.invalid(at, "%s is an address, and an Ingress routes names; write a name, or expose a loadBalancer", host)
		}
	}
}

// widened is a host as Django lets it in: *.example.com as .example.com.
func widened(h Host) string { return strings.TrimPrefix(string(h), "*") }

func validateEnv(r *report, s *DjangoStack) {
	dj := s.Spec.Django
	for _, name := range sorted.Keys(dj.Env) {
		at := "spec.django.env" + segment(name)
		r.variable(at, name)
		r.textValue(at, dj.Env[name])
		if size := len(name + "=" + dj.Env[name]); size >= bounds.Word {
			r.tooLong(at, size)
		}
		if _, both := dj.SecretEnv[name]; both {
			r.forbidden(at, "is also under secretEnv; remove one of them")
		}
	}
	if v := dj.Version; v != "" && (len(numbers(v)) < 2 || !consistsOf(v, digits+".")) {
		r.invalid("spec.django.version", "%q is not a version of Django; write one such as \"6.1\"", v)
	}
	validateDebug(r, s)
	for _, name := range sorted.Keys(dj.SecretEnv) {
		r.variable("spec.django.secretEnv"+segment(name), name)
	}
	for _, given := range []struct {
		field string
		names Names
	}{
		{"secretKey", dj.EnvNames.SecretKey},
		{"allowedHosts", dj.EnvNames.AllowedHosts},
		{"csrfTrustedOrigins", dj.EnvNames.CSRFTrustedOrigins},
	} {
		r.names("spec.django.envNames."+given.field, given.names)
	}
}

// validateDebug goes by the names projects give the variable.
func validateDebug(r *report, s *DjangoStack) {
	if s.Spec.Profile != ProfileProd {
		return
	}
	for _, name := range []string{"DEBUG", "DJANGO_DEBUG"} {
		switch strings.ToLower(s.Spec.Django.Env[name]) {
		case "1", "on", "true", "yes":
			r.warn("spec.django.env."+name, "shows settings and source code to anybody who meets an error, in production; "+
				"turn it off there, or set profile: dev")
		}
	}
}

// variable checks the name of an environment variable: what a shell, an env
// file and Python all take, and none of the launchers'.
func (r *report) variable(path, name string) {
	switch {
	case !isVariable(name):
		r.invalid(path, "%q is not the name of a variable; write letters, digits and underscores, no digit first", name)
	case strings.HasPrefix(name, reservedPrefix):
		r.invalid(path, "%s begins with %s, as the variables of the stack's own scripts do; choose another name",
			name, reservedPrefix)
	}
	r.textKey(path, name)
}

func isVariable(name string) bool {
	return name != "" && (name[0] < '0' || name[0] > '9') && consistsOf(name, letters+digits+"_")
}

func validateFiles(r *report, s *DjangoStack) {
	keys := s.Spec.Django.FileKeys()
	for _, name := range sorted.Keys(s.Spec.Django.Files) {
		file, at := s.Spec.Django.Files[name], "spec.django.files"+segment(name)
		key, inConfigMap := keys[name]
		switch {
		case !isCleanPath(name) || name == "/":
			r.invalid(at, "%q is not the absolute path of a file; write one such as /etc/shop/local.py", name)
		case len(validation.IsConfigMapKey(or(key, plainKey(name)))) > 0:
			r.invalid(at, "%q has characters that a ConfigMap does not accept; write letters, digits, dots, dashes, "+
				"underscores and slashes", name)
		case file.SecretKey != nil && file.Content != "":
			r.forbidden(at+".content", "cannot be combined with secretKey; remove one of them")
		}
		if inConfigMap {
			r.textKey(at, key)
			r.textValue(at+".content", file.Content)
		}
	}
}
