package overlays

import "fmt"

// prove builds the overlay with the model and compares the result with want,
// object for object and in order. The error names the object and the first
// path that differs.
func prove(base, overlay *root, want []tree) error {
	got, err := build(base, overlay)
	if err != nil {
		return err
	}
	wanted := map[string]tree{}
	for _, t := range want {
		wanted[fullName(t)] = t
	}
	for _, t := range got {
		name := fullName(t)
		target, ok := wanted[name]
		if !ok {
			return fmt.Errorf("%s: builds %s, which the environment does not have", overlay.dir, name)
		}
		if d := difference(t, target, ""); d != "" {
			return fmt.Errorf("%s: %s: %s", overlay.dir, name, d)
		}
		delete(wanted, name)
	}
	if missing := sortedKeys(wanted); len(missing) > 0 {
		return fmt.Errorf("%s: does not build %s", overlay.dir, missing[0])
	}
	for i := range want {
		if g, w := fullName(got[i]), fullName(want[i]); g != w {
			return fmt.Errorf("%s: object %d is %s, want %s; sort the final objects in kustomize's legacy order",
				overlay.dir, i+1, g, w)
		}
	}
	return nil
}

func fullName(t tree) string {
	id := identify(t)
	if namespace := text(t, "metadata", "namespace"); namespace != "" {
		return id.kind.kind + " " + namespace + "/" + id.name + " (" + id.apiVersion + ")"
	}
	return id.kind.kind + " " + id.name + " (" + id.apiVersion + ")"
}
