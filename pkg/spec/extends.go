package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/strict"
)

// extender reads the files that a stack extends, and those that they extend, each once and
// after all that it extends itself.
type extender struct {
	*repositoryReader
	loader Loader
	layers []*layer          // that are complete, the lowest first
	place  map[string]int    // of the layer of each path among them
	open   []string          // names of the files under way, each extended by the one before
	under  map[string]string // name of the file that first extended each path
	errs   Errors
	// refused are the paths of what was refused in any file, and missing says that one was
	// not there to be read.
	refused map[string]bool
	missing bool
}

// extend merges what a stack extends beneath its spec, in the tree that was read of its file.
// What is wrong with the files is returned; where one is missing, nothing that is wrong with
// the rest of the spec is known.
func (d *Document) extend(tree map[string]any, r *repositoryReader) Errors {
	own, _ := tree["spec"].(map[string]any)
	named, extends := own["extends"]
	delete(own, "extends")
	if !extends {
		return nil
	}
	top := newLayer(d.File, d.positions, own)
	e := &extender{
		repositoryReader: r, loader: d.loader,
		place: map[string]int{}, under: map[string]string{}, open: []string{d.File}, refused: d.refused,
	}
	e.all(named, source{layer: top, path: r.Path, refused: d.refused})
	d.layers = &layers{list: append(e.layers, top)}
	if e.missing {
		d.refused["spec"] = true
	}
	if spec, large := d.layers.merge(d.loader.specType()); large {
		e.report(source{layer: top}, "spec.extends", &Error{Code: CodeTooLarge, Message: tooLargeMerged})
	} else {
		tree["spec"] = spec
	}
	return e.errs
}

// tooLargeMerged is about environments that repeat what a file below them has.
const tooLargeMerged = "what the environments replace of other files is more than any stack has; remove some of it"

// source is a file that names others: its layer, its path in the repository, and the paths of
// what was refused in it.
type source struct {
	*layer
	path    string
	refused map[string]bool
}

// all reads the files that one file extends.
func (e *extender) all(named any, from source) {
	names, _ := named.([]any)
	last, lastName := -1, ""
	seen := map[string]bool{}
	for i, name := range names {
		at := fmt.Sprintf("spec.extends[%d]", i)
		text, _ := name.(string)
		if from.refused[at] {
			continue
		}
		f, wrong := e.repositoryReader.open(from.path, text)
		if wrong != nil {
			e.missing = true
		} else {
			wrong = e.one(f, from, seen)
		}
		if wrong == nil && e.place[f.path] < last {
			wrong = notNamed(CodeConflict, "stands behind %s here, and beneath it in the files that %s extends; put it first, "+
				"or remove it", lastName, e.under[f.path])
		}
		if wrong != nil {
			e.report(from, at, wrong)
			continue
		}
		last, lastName = e.place[f.path], f.name
	}
}

// one reads a file unless it has been read, and says what is wrong with naming it.
func (e *extender) one(f *namedFile, from source, seen map[string]bool) *Error {
	if i := slices.Index(e.open, f.name); i >= 0 {
		return notNamed(CodeInvalid, "extends itself: %s; remove one of them",
			strings.Join(append(slices.Clone(e.open[i:]), f.name), " extends "))
	}
	if seen[f.path] {
		return notNamed(CodeDuplicate, "%s stands in this list already; remove it", f.name)
	}
	seen[f.path] = true
	if _, known := e.place[f.path]; known {
		return nil
	}
	e.under[f.path] = from.file
	e.open = append(e.open, f.name)
	l := e.read(f)
	e.open = e.open[:len(e.open)-1]
	e.place[f.path] = len(e.layers)
	e.layers = append(e.layers, l)
	return nil
}

// read reads a file and those that it extends. What is wrong with it is left out.
func (e *extender) read(f *namedFile) *layer {
	root, r, err := e.loader.readDefaults(f)
	e.errs = append(e.errs, AsErrors(err)...)
	if root == nil {
		e.missing = true
		return newLayer(f.name, nil, nil)
	}
	read, _ := r.Read(root)
	e.errs = append(e.errs, AsErrors(foundBy(r, f.name))...)
	maps.Copy(e.refused, r.Refused())
	tree, _ := read.(map[string]any)
	own, _ := tree["spec"].(map[string]any)
	named := own["extends"]
	delete(own, "extends")
	l := newLayer(f.name, strict.NewPositions(root), own)
	e.rebase(l.spec, f.path)
	for _, patch := range l.environments {
		e.rebase(patch, f.path)
	}
	e.all(named, source{layer: l, path: f.path, refused: r.Refused()})
	return l
}

// readDefaults finds the document in a file that stacks extend; nil where there is none.
func (l Loader) readDefaults(f *namedFile) (*yaml.Node, *strict.Reader, error) {
	documents, wrong := l.defaultsType().Parse(f.data)
	if wrong != nil {
		return nil, nil, Errors{newError(f.name, *wrong)}
	}
	root, err := pick(documents, DefaultsKind, f.name)
	if err != nil {
		return nil, nil, err
	}
	r := strict.NewReader(l.defaultsType(), "")
	if !isOfKind(root, DefaultsKind, r) {
		return nil, nil, foundBy(r, f.name)
	}
	return root, r, nil
}

// report places what is wrong with the name of a file.
func (e *extender) report(from source, path string, wrong *Error) {
	wrong.File, wrong.Path = from.file, path
	wrong.Line, wrong.Column = from.positions.Find(path).Position()
	e.errs = append(e.errs, wrong)
}

// validateExtends refuses the names of files that nobody has read: Load takes them away.
func validateExtends(r *report, s *DjangoStack) {
	if len(s.Spec.Extends) > 0 {
		r.forbidden("spec.extends", "names files, which are read only while a stack is loaded; load it with Loader.In, "+
			"or put what they hold into the spec")
	}
}

// withoutRepository is the loader for what comes after loading.
func (l Loader) withoutRepository() Loader { return l.In(Repository{}) }
