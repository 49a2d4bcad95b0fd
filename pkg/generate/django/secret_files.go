package django

import (
	"maps"
	"path"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// secretFilesPath is where files of Secrets are mounted that the stack itself tells
// the Django processes of.
const secretFilesPath = spec.OwnPath + "/secrets"

// authorityFile is where the certificate of the authority behind a service is.
func authorityFile(kind, alias string) string {
	return path.Join(secretFilesPath, spec.ComponentName(kind, alias), "ca.crt")
}

// secretFiles are the files that come from Secrets, by the path they are mounted at:
// the project's own, authorities' certificates and credentials of object stores.
func secretFiles(st *stack.Stack) map[string]spec.SecretKey {
	files := bucketFiles(st)
	for _, b := range st.Bindings {
		maps.Copy(files, b.Files)
	}
	for path, file := range st.Spec.Django.Files {
		if file.SecretKey != nil {
			files[path] = *file.SecretKey
		}
	}
	return files
}
