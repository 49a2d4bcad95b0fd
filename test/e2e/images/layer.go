package images

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Layer is a tar: in memory, or a file where it is too large for that.
type Layer struct {
	data   []byte
	file   string
	digest string
	size   int64
}

type entry struct {
	name string
	mode int64
	data []byte
}

// tree is a layer of these files, owned by root, without times: the same files
// are the same layer.
func tree(files ...entry) Layer {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		// Writing to memory fails on a header that is no header: a mistake here.
		must(w.WriteHeader(&tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.data)), Format: tar.FormatPAX}))
		_, err := w.Write(f.data)
		must(err)
	}
	must(w.Close())
	sum := sha256.Sum256(out.Bytes())
	return Layer{data: out.Bytes(), digest: hex.EncodeToString(sum[:]), size: int64(out.Len())}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// fileLayer is a tar on disk. Its digest is kept beside it: hashing half a
// gigabyte is most of what a warm build costs.
func fileLayer(file string) (Layer, error) {
	info, err := os.Stat(file)
	if err != nil {
		return Layer{}, err
	}
	layer := Layer{file: file, size: info.Size()}
	if digest, err := os.ReadFile(file + ".sha256"); err == nil {
		layer.digest = string(digest)
		return layer, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return Layer{}, err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return Layer{}, err
	}
	layer.digest = hex.EncodeToString(sum.Sum(nil))
	return layer, os.WriteFile(file+".sha256", []byte(layer.digest), 0o644)
}

// contractLayer is what the official images have and Debian's packages do not: the
// users, and programs.
func contractLayer(dir string) (Layer, error) {
	found, err := os.ReadDir(dir)
	if err != nil {
		return Layer{}, err
	}
	var files []entry
	for _, f := range found {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return Layer{}, err
		}
		if f.Name() == "passwd" {
			files = append(files, entry{"etc/passwd", 0o644, data})
		} else {
			files = append(files, entry{"usr/local/bin/" + f.Name(), 0o755, data})
		}
	}
	return tree(files...), nil
}

// appLayer is a site's code in the folder root, and its own assets where
// collectstatic would have put them. A .dist-info folder is found there too: the
// working directory is where Python starts to look.
func appLayer(dir, root, static string) (Layer, error) {
	var files []entry
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		mode := int64(0o644)
		if info.Mode()&0o100 != 0 {
			mode = 0o755
		}
		name, err := filepath.Rel(dir, file)
		if err != nil || strings.HasSuffix(name, ".pyc") {
			return err
		}
		name = filepath.ToSlash(name)
		if asset, ok := strings.CutPrefix(name, "assets/"); ok {
			files = append(files, entry{path.Join(static, asset), 0o644, data})
		}
		files = append(files, entry{path.Join(root, name), mode, data})
		return nil
	})
	return tree(files...), err
}

const (
	adminFiles  = "usr/lib/python3/dist-packages/django/contrib/admin/static/"
	packageList = "etc/e2e-packages"
)

// scanned is what is read out of the root filesystem.
type scanned struct {
	admin    []entry
	packages []byte
}

// scan reads the root filesystem once.
func scan(base Layer) (*scanned, error) {
	f, err := os.Open(base.file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	found := &scanned{}
	r := tar.NewReader(f)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		name := strings.TrimPrefix(h.Name, "./")
		asset, admin := strings.CutPrefix(name, adminFiles)
		if h.Typeflag != tar.TypeReg || !admin && name != packageList {
			continue
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		if admin {
			found.admin = append(found.admin, entry{asset, 0o644, data})
		} else {
			found.packages = data
		}
	}
}

// static is the layer collectstatic would have made of the admin's files.
func (s *scanned) static(root string) Layer {
	var files []entry
	for _, e := range s.admin {
		files = append(files, entry{path.Join(root, e.name), e.mode, e.data})
	}
	return tree(files...)
}
