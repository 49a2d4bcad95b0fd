package overlays

import (
	"io/fs"
	"path"
	"strings"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
)

// neighbours are the files and folders that belong into a tree: those it has, those
// it had and still owns, and the files that secrets are read from.
type neighbours struct {
	files, folders map[string]bool
	aliases        map[string]string // of files
}

// foreign lists everything below base and overlays that is neither of files nor owned. A
// folder without a file of ours is one entry, whatever it holds.
func (d *disk) foreign(owned digests, files []File) ([]Drift, error) {
	defer d.keepFolders()()
	known := neighbours{secretFiles(files), map[string]bool{}, map[string]string{}}
	for _, file := range files {
		known.add(file.Path)
	}
	for _, owned := range owned.paths() {
		known.add(owned)
	}
	var out []Drift
	for _, top := range []string{"base", "overlays"} {
		has, err := d.read(top)
		switch {
		case err != nil:
			return nil, err
		case !has.exists:
		case has.folder && known.folders[top]:
			if out, err = d.foreignIn(top, known, out); err != nil {
				return nil, err
			}
		default:
			out = append(out, d.foreignAt(top, has.folder, known))
		}
	}
	return out, nil
}

// foreignIn looks into a folder of the tree.
func (d *disk) foreignIn(dir string, known neighbours, out []Drift) ([]Drift, error) {
	entries, err := d.list(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		p := path.Join(dir, entry.Name())
		switch {
		case entry.IsDir() && known.folders[p]:
			if out, err = d.foreignIn(p, known, out); err != nil {
				return nil, err
			}
		case !known.files[p] && !d.same(p, known.aliases[bounds.Alike(p)]):
			out = append(out, d.foreignAt(p, entry.IsDir(), known))
		}
	}
	return out, nil
}

// list is what a folder holds, in order.
func (d *disk) list(dir string) ([]fs.DirEntry, error) {
	folder, err := d.folder(dir)
	if err == nil && folder == nil {
		err = errReplaced
	}
	if err != nil {
		return nil, d.explain("look at", dir, err)
	}
	entries, err := fs.ReadDir(folder.FS(), ".")
	if err != nil {
		return nil, d.explain("look at", dir, err)
	}
	return entries, nil
}

func (n neighbours) add(file string) {
	n.files[file], n.aliases[bounds.Alike(file)] = true, file
	for dir := path.Dir(file); dir != "." && !n.folders[dir]; dir = path.Dir(dir) {
		n.folders[dir] = true
	}
}

func (d *disk) foreignAt(p string, isFolder bool, known neighbours) Drift {
	switch {
	case known.folders[p]:
		return said(p, "is a link or file where a folder belongs; put a folder in its place")
	case isFolder:
		return said(p, "is a folder that djangostack did not write"+d.secretsIn(p)+"; move or delete it")
	case d.isSecret(p):
		return said(p, "was not written by djangostack, and holds secrets; move or delete it")
	default:
		return said(p, "was not written by djangostack; move or delete it")
	}
}

// secretsIn says which of the files in a folder hold secrets: those of an environment that
// the spec has dropped or renamed stay there.
func (d *disk) secretsIn(dir string) string {
	entries, err := d.list(dir)
	if err != nil {
		return "" // it is only named
	}
	var found []string
	for _, entry := range entries[:min(len(entries), maxListed)] {
		if d.isSecret(path.Join(dir, entry.Name())) {
			found = append(found, printable.Name(entry.Name()))
		}
	}
	if len(found) == 0 {
		return ""
	}
	return ", and has secrets in " + strings.Join(found, ", ")
}

// isSecret reports a file that holds a secret, of those that are small enough for one.
func (d *disk) isSecret(p string) bool {
	if info, err := d.root.Lstat(p); err != nil || !info.Mode().IsRegular() || info.Size() > maxSecret {
		return false
	}
	has, err := d.read(p)
	return err == nil && (secretObject.Match(has.data) || secrets.InFile(string(has.data)) != "")
}

// maxSecret is how large a Secret may be, in bytes.
const maxSecret = 1 << 20
