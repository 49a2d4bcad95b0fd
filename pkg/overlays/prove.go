package overlays

import (
	"errors"
	"fmt"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/pkg/generate"
)

// prove builds the overlay with the model and compares the result with want,
// object for object and in order. The error names the object and the first
// path that differs.
func prove(base, overlay *root, want []generate.Object) error {
	got, err := build(base, overlay)
	if err != nil {
		return err
	}
	wanted := make(map[string]generate.Object, len(want))
	for _, object := range want {
		name := fullNameOf(object)
		if _, exists := wanted[name]; exists {
			return fmt.Errorf("%s: two objects are %s; give one of them another name", overlay.dir, name)
		}
		wanted[name] = object
	}
	for _, t := range got {
		name := fullName(t)
		object, ok := wanted[name]
		if !ok {
			return fmt.Errorf("%s: builds %s, which the environment does not have", overlay.dir, name)
		}
		if err := compare(t, object); err != nil {
			return fmt.Errorf("%s: %s: %w", overlay.dir, name, err)
		}
		delete(wanted, name)
	}
	if missing := sortedKeys(wanted); len(missing) > 0 {
		return fmt.Errorf("%s: does not build %s", overlay.dir, missing[0])
	}
	for i := range want {
		if g, w := fullName(got[i]), fullNameOf(want[i]); g != w {
			return fmt.Errorf("%s: object %d is %s, want %s; sort the final objects in kustomize's legacy order",
				overlay.dir, i+1, g, w)
		}
	}
	return nil
}

// compare says where got first differs from want, if it does.
func compare(got tree, want generate.Object) error {
	if same, err := encode.Matches(got, want); same || err != nil {
		return err
	}
	t, err := treeOf(want)
	if err != nil {
		return err
	}
	if d := difference(got, t, ""); d != "" {
		return errors.New(d)
	}
	return nil
}

func fullName(t tree) string { return describe(identify(t), text(t, "metadata", "namespace")) }

func fullNameOf(o generate.Object) string { return describe(identityOf(o), o.GetNamespace()) }

func describe(id identity, namespace string) string {
	if namespace != "" {
		return id.kind.name + " " + namespace + "/" + id.name + " (" + id.apiVersion + ")"
	}
	return id.kind.name + " " + id.name + " (" + id.apiVersion + ")"
}
