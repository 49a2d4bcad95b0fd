package images

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"runtime"
)

// Write makes an archive as `docker save` does. containerd, docker and kind all
// load that form, and a loader reads the layers that images share once.
func (s Set) Write(file string) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	w := tar.NewWriter(f)
	written := map[string]bool{}
	var manifest []manifestEntry
	for i, image := range s.list {
		item, config := image.describe()
		if i == 0 {
			item.RepoTags = append(item.RepoTags, s.Mark)
		}
		if err := add(w, item.Config, int64(len(config)), bytes.NewReader(config)); err != nil {
			return err
		}
		for i, layer := range image.Layers {
			if written[layer.digest] {
				continue
			}
			written[layer.digest] = true
			if err := layer.addTo(w, item.Layers[i]); err != nil {
				return err
			}
		}
		manifest = append(manifest, item)
	}
	data, err := json.Marshal(manifest)
	if err != nil {
		return err
	}
	if err := add(w, "manifest.json", int64(len(data)), bytes.NewReader(data)); err != nil {
		return err
	}
	return w.Close()
}

type manifestEntry struct {
	Config   string
	RepoTags []string
	Layers   []string
}

// describe is the image's line in the manifest and its config.
func (i Image) describe() (manifestEntry, []byte) {
	item := manifestEntry{RepoTags: []string{i.Ref}}
	var diffs []string
	for _, layer := range i.Layers {
		item.Layers = append(item.Layers, layer.digest+"/layer.tar")
		diffs = append(diffs, "sha256:"+layer.digest)
	}
	config, err := json.Marshal(map[string]any{
		"architecture": runtime.GOARCH,
		"os":           "linux",
		"config":       i.Config,
		"rootfs":       map[string]any{"type": "layers", "diff_ids": diffs},
	})
	must(err)
	sum := sha256.Sum256(config)
	item.Config = hex.EncodeToString(sum[:]) + ".json"
	return item, config
}

func (l Layer) addTo(w *tar.Writer, name string) error {
	if l.file == "" {
		return add(w, name, l.size, bytes.NewReader(l.data))
	}
	f, err := os.Open(l.file)
	if err != nil {
		return err
	}
	defer f.Close()
	return add(w, name, l.size, f)
}

func add(w *tar.Writer, name string, size int64, r io.Reader) error {
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: size}); err != nil {
		return err
	}
	_, err := io.Copy(w, r)
	return err
}
