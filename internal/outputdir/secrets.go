package outputdir

import (
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
)

// secretObject finds a Secret of Kubernetes, which no tree has: all of it may be secret,
// whatever its look.
var secretObject = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t{]*"?kind"?:[ \t]*['"]?Secret['"]?[ \t,}]*\r?$`)
})

// secretsIn returns the end of a sentence about files in a folder that hold secrets: those of
// a folder that the tree has dropped or renamed stay there.
func (d *disk) secretsIn(dir string) string {
	names, err := d.list(dir)
	if err != nil {
		return "" // it is only named
	}
	var found []string
	for _, name := range names[:min(len(names), maxNamed)] {
		if d.isSecret(path.Join(dir, name)) {
			found = append(found, printable.Name(name))
		}
	}
	if len(found) == 0 {
		return ""
	}
	return ", and has secrets in " + strings.Join(found, ", ")
}

// isSecret reports a file that holds a secret, of those that are small enough for one.
func (d *disk) isSecret(p string) bool {
	if info, err := d.root.Lstat(p); err != nil || !info.Mode().IsRegular() || info.Size() > bounds.Secret {
		return false
	}
	has, err := d.read(p)
	return err == nil && (secretObject().Match(has.Data) || secrets.InFile(string(has.Data)) != "")
}

// maxNamed is how many files of a folder are looked at for secrets.
const maxNamed = 100
