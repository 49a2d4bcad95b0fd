package outputdir

import (
	"context"
	"maps"
	"os"
	"path"
	"slices"

	"github.com/djangostack/djangostack/internal/bounds"
)

// treePaths are the files and folders that belong into a tree: those it has, those
// it had and still owns, and those of the user.
type treePaths struct {
	files, folders map[string]bool
	aliases        map[string]string // of files
}

// foreign lists everything in folders of the tree that is neither of the tree nor owned. A
// folder without a file of the tree is one entry, whatever it holds.
func (d *disk) foreign(ctx context.Context, owned digests) ([]Drift, error) {
	defer d.cacheFolders()()
	known := treePaths{maps.Clone(d.Theirs), map[string]bool{}, map[string]string{}}
	if known.files == nil {
		known.files = map[string]bool{}
	}
	for _, file := range d.Files {
		known.add(file.Path)
	}
	for _, owned := range owned.paths() {
		known.add(owned)
	}
	var out []Drift
	for _, top := range d.Folders {
		has, err := d.read(top)
		switch {
		case err != nil:
			return nil, err
		case !has.Exists:
		case has.folder && known.folders[top]:
			if out, err = d.foreignIn(ctx, top, known, out); err != nil {
				return nil, err
			}
		default:
			out = append(out, d.foreignAt(top, has.folder, known))
		}
	}
	return out, nil
}

// foreignIn looks into a folder of the tree.
func (d *disk) foreignIn(ctx context.Context, dir string, known treePaths, out []Drift) ([]Drift, error) {
	if err := d.canceled(ctx); err != nil {
		return nil, err
	}
	names, err := d.list(dir)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		p := path.Join(dir, name)
		if known.files[p] {
			continue
		}
		isFolder := d.isFolder(p)
		switch {
		case isFolder && known.folders[p]:
			if out, err = d.foreignIn(ctx, p, known, out); err != nil {
				return nil, err
			}
		case !d.same(p, known.aliases[bounds.Alike(p)]):
			out = append(out, d.foreignAt(p, isFolder, known))
		}
	}
	return out, nil
}

// list returns the names of what a folder holds, in order.
func (d *disk) list(dir string) ([]string, error) {
	folder, err := d.folder(dir)
	if err == nil && folder == nil {
		err = errReplaced
	}
	var names []string
	if err == nil {
		names, err = namesIn(folder)
	}
	if err != nil {
		return nil, d.explain("look at", dir, err)
	}
	slices.Sort(names)
	return names, nil
}

// namesIn does not look at what has them, as [fs.ReadDir] does: of most the path says enough.
func namesIn(folder *os.Root) ([]string, error) {
	opened, err := folder.Open(".")
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	return opened.Readdirnames(-1)
}

func (n treePaths) add(file string) {
	n.files[file], n.aliases[bounds.Alike(file)] = true, file
	for dir := path.Dir(file); dir != "." && !n.folders[dir]; dir = path.Dir(dir) {
		n.folders[dir] = true
	}
}

func (d *disk) foreignAt(p string, isFolder bool, known treePaths) Drift {
	switch {
	case known.folders[p]:
		return said(p, "is a link or file where a folder belongs; put a folder in its place")
	case isFolder:
		return said(p, "is a folder that "+d.Program+" did not write"+d.secretsIn(p)+"; move or delete it")
	case d.isSecret(p):
		return said(p, "was not written by "+d.Program+", and holds secrets; move or delete it")
	default:
		return said(p, "was not written by "+d.Program+"; move or delete it")
	}
}
