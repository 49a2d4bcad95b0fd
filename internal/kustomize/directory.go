package kustomize

import (
	"fmt"
	"path"
	"slices"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/tree"
)

// Directory is a directory with a kustomization, such as a base or an overlay.
type Directory struct {
	// Path is where it is, as in "overlays/prod".
	Path string
	// FirstLine is a comment, with its sign, at the top of every YAML file.
	FirstLine     string
	Kustomization Kustomization
	// Trees are the resources and patches, by file name.
	Trees map[string]*tree.Node
	// Data are the other files: those that generators read, and what is for people and git.
	Data map[string]string
}

// NewDirectory returns a directory with nothing in it.
func NewDirectory(path, firstLine string) *Directory {
	return &Directory{Path: path, FirstLine: firstLine, Trees: map[string]*tree.Node{}, Data: map[string]string{}}
}

// Empty reports whether kustomize would refuse d for having nothing to do.
func (d *Directory) Empty() bool {
	return len(d.Kustomization.Resources)+len(d.Kustomization.ConfigMapGenerator) == 0
}

// AddResource adds an object as a file of its own.
func (d *Directory) AddResource(name string, t *tree.Node) {
	d.Kustomization.Resources = append(d.Kustomization.Resources, name)
	d.Trees[name] = t
}

// AddPatch adds a patch and what it changes.
func (d *Directory) AddPatch(p Patch, change *tree.Node) {
	d.Kustomization.Patches = append(d.Kustomization.Patches, p)
	d.Trees[p.Path] = change
}

// AddConfigMap adds a generator that makes cm, and the files it reads.
func (d *Directory) AddConfigMap(cm *ConfigMap) {
	g := Generator{
		name:        cm.name,
		behavior:    cm.behavior,
		labels:      cm.labels,
		annotations: cm.annotations,
		immutable:   cm.immutable,
	}
	taken := takenNames{}
	for _, key := range sorted.Keys(cm.data) {
		if isLiteral(key, cm.data[key]) {
			g.literals = append(g.literals, key+"="+cm.data[key])
			continue
		}
		file := path.Join("config", cm.name, taken.free(key))
		g.files = append(g.files, key+"="+file)
		d.Data[file] = cm.data[key]
	}
	d.Kustomization.ConfigMapGenerator = append(d.Kustomization.ConfigMapGenerator, g)
}

// Sort puts the entries in the order in which a reader looks for them.
func (d *Directory) Sort() {
	slices.Sort(d.Kustomization.Resources)
	sorted.By(d.Kustomization.Patches, func(p Patch) string { return p.Path })
	sorted.By(d.Kustomization.ConfigMapGenerator, func(g Generator) string { return g.name })
}

// Encode gives add every file of the directory.
func (d *Directory) Encode(add func(path string, data []byte)) error {
	head := []byte(d.FirstLine + "\n")
	data, err := d.Kustomization.marshal(head)
	if err != nil {
		return fmt.Errorf("%s: %w", d.Path, err)
	}
	add(d.Path+"/kustomization.yaml", data)
	for _, name := range sorted.Keys(d.Trees) {
		data, err := encode.Append(slices.Clip(head), *d.Trees[name])
		if err != nil {
			return fmt.Errorf("%s/%s: %w", d.Path, name, err)
		}
		add(d.Path+"/"+name, data)
	}
	for _, name := range sorted.Keys(d.Data) {
		add(d.Path+"/"+name, []byte(d.Data[name]))
	}
	return nil
}
