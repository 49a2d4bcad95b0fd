// Package kustomizeverify builds an overlay with kustomize's own API and
// compares the result with the objects it must hold. It is a package of its
// own because importing kustomize costs a program memory and start-up time
// that generating does not need: package overlays proves every tree without
// it, and this is the second opinion for tests and `check`.
//
// # Stability
//
// The packages of djangostack are v1alpha1, as the spec is: what is exported may still change
// before the first release, and the changelog says what did.
package kustomizeverify

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/diff"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// building keeps builds apart: kyaml's OpenAPI schema is one per process and
// parsed without a lock on every reader.
var building sync.Mutex

// kustomize's time grows with the square of the number of objects, since it looks at all
// of them for each reference by name, and its memory by some hundred bytes for each byte
// it reads: a thousand objects take ten seconds, three thousand two minutes.
const (
	// MaxObjects is how many objects Verify has kustomize build.
	MaxObjects = 1000
	// MaxBytes is how many bytes the files of a tree may have that Verify builds.
	MaxBytes = 4 << 20
)

// ErrTooLarge is in the chain of the error about what is more than kustomize can build in
// reasonable time.
var ErrTooLarge = errors.New("too large for kustomize")

// Verify builds overlays/env of files in memory and returns an error unless
// the result is want: the same objects, and the same bytes in the same order.
// Where the overlay makes a Secret from a file that is not in git, the example
// file stands in, and the Secret is left out of the comparison. It builds no more than
// [MaxObjects] from [MaxBytes].
func Verify(files []overlays.File, env string, want []stack.Object) error {
	files = of(files, env)
	if err := checkSize(files, env, len(want)); err != nil {
		return err
	}
	got, err := Build(files, env)
	if err != nil {
		return err
	}
	expected, err := overlays.Encode(want)
	if err != nil {
		return fmt.Errorf("overlays/%s: %w", env, err)
	}
	if len(got) != len(expected) {
		return errors.Join(fmt.Errorf("overlays/%s: kustomize builds %d objects, want %d", env, len(got), len(expected)),
			printable.Block(onlyInOne(got, expected)))
	}
	for i := range got {
		if !bytes.Equal(got[i], expected[i]) {
			return errors.Join(fmt.Errorf("overlays/%s: object %d differs from kustomize's", env, i+1),
				printable.Block(string(diff.Diff("kustomize", got[i], "want", expected[i]))))
		}
	}
	return nil
}

// of are the files that overlays/env is built from.
func of(files []overlays.File, env string) []overlays.File {
	var own []overlays.File
	for _, file := range files {
		if strings.HasPrefix(file.Path, "base/") || strings.HasPrefix(file.Path, "overlays/"+env+"/") {
			own = append(own, file)
		}
	}
	return own
}

func checkSize(files []overlays.File, env string, objects int) error {
	const remedy = "divide the stack, or leave out --verify: check proves the overlays without kustomize, too"
	size := 0
	for _, file := range files {
		size += len(file.Data)
	}
	switch {
	case objects > MaxObjects:
		return fmt.Errorf("overlays/%s: %w: %d objects are more than the %d that it builds in reasonable time; %s",
			env, ErrTooLarge, objects, MaxObjects, remedy)
	case size > MaxBytes:
		return fmt.Errorf("overlays/%s: %w: %d MiB of files are more than the %d that it builds in reasonable time; %s",
			env, ErrTooLarge, size>>20, MaxBytes>>20, remedy)
	}
	return nil
}

// Build returns the YAML of each object kustomize builds from overlays/env,
// in kustomize's order, without Secrets made from example files.
func Build(files []overlays.File, env string) ([][]byte, error) {
	fs := filesys.MakeFsInMemory()
	dir := path.Join("overlays", env)
	example := false
	for _, file := range files {
		if err := fs.WriteFile(file.Path, file.Data); err != nil {
			return nil, fmt.Errorf("%s: %w", file.Path, err)
		}
		if name, ok := strings.CutSuffix(file.Path, ".example"); ok && path.Dir(file.Path) == dir {
			example = true
			if err := fs.WriteFile(name, file.Data); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	result, err := run(fs, dir)
	if err != nil {
		return nil, fmt.Errorf("%s: kustomize build: %w", dir, err)
	}
	var out [][]byte
	for _, object := range result.Resources() {
		data, err := object.AsYAML()
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", dir, object.CurId(), err)
		}
		if example && object.GetKind() == "Secret" {
			continue // of no content, but kustomize must be able to print it
		}
		out = append(out, data)
	}
	return out, nil
}

// run is kustomize on files that may be anybody's: where it panics, as it does on some
// of its own annotations, that is an error.
func run(fs filesys.FileSystem, dir string) (result resmap.ResMap, err error) {
	building.Lock()
	defer building.Unlock()
	defer func() {
		if panicked := recover(); panicked != nil {
			result, err = nil, fmt.Errorf("kustomize panics: %v", panicked)
		}
	}()
	openapi.SchemaForResourceType(kyaml.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"})
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified // the overlay's sortOptions say it
	return krusty.MakeKustomizer(options).Run(fs, dir)
}

// onlyInOne shows the first object that one side lacks.
func onlyInOne(got, want [][]byte) string {
	has := func(list [][]byte, data []byte) bool {
		return slices.ContainsFunc(list, func(other []byte) bool { return bytes.Equal(other, data) })
	}
	for _, data := range got {
		if !has(want, data) {
			return "only kustomize has\n" + string(data)
		}
	}
	for _, data := range want {
		if !has(got, data) {
			return "kustomize lacks\n" + string(data)
		}
	}
	return "an object is repeated"
}
