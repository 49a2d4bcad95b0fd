package spec

import (
	"path"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
)

func validateFiles(r *report, s *DjangoStack) {
	r.files("spec.django.files", s.Spec.Django.Files)
	for _, name := range sorted.Keys(s.Spec.Services) {
		r.files("spec.services"+segment(name)+".files", s.Spec.Services[name].Files)
	}
}

// files checks the files of one kind of container.
func (r *report) files(path string, files map[string]ConfigFile) {
	keys := fileKeys(files)
	for _, name := range sorted.Keys(files) {
		file, at := files[name], path+segment(name)
		key, inConfigMap := keys[name]
		switch {
		case !isCleanPath(name) || name == "/":
			r.invalid(at, "%q must be the absolute path of a file; write one such as /etc/shop/local.py", name)
		case len(validation.IsConfigMapKey(or(key, plainKey(name)))) > 0:
			r.invalid(at, "%q must have only characters that a ConfigMap accepts; write letters, digits, dots, dashes, "+
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

// FileKeys returns the keys that the files whose content stands in the spec have in their
// ConfigMap, by path: etc.a.b.py for /etc/a/b.py. Of two paths that would have one key,
// such as /etc/a.b.py beside it, the second gets a number before it.
func (d Django) FileKeys() map[string]string { return fileKeys(d.Files) }

// FileKeys returns those of its files, as those of Django.
func (s Service) FileKeys() map[string]string { return fileKeys(s.Files) }

func fileKeys(files map[string]ConfigFile) map[string]string {
	keys, taken := map[string]string{}, map[string]bool{}
	for _, path := range sorted.Keys(files) {
		if files[path].SecretKey != nil {
			continue
		}
		key := plainKey(path)
		for n := 2; taken[key]; n++ {
			key = strconv.Itoa(n) + "-" + plainKey(path)
		}
		keys[path], taken[key] = key, true
	}
	return keys
}

// plainKey is a path in the letters of a key.
func plainKey(path string) string {
	return strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", ".")
}

// isCleanPath reports whether text is an absolute path in its shortest form.
func isCleanPath(text string) bool { return path.IsAbs(text) && path.Clean(text) == text }

// isDirectory reports whether text is the path of a directory below the root, in
// characters that mean nothing to Kubernetes' mounts and to the servers' files.
func isDirectory(text string) bool {
	return text != "/" && isCleanPath(text) && consistsOf(text, letters+digits+"/._-+@~=")
}

// inDirectory reports whether a directory is outer or lies in it.
func inDirectory(dir, outer string) bool { return dir == outer || strings.HasPrefix(dir, outer+"/") }
