package overlays

import (
	"errors"
	"testing"
)

// TestForceOverrulesConflictsOnly: what keeps a write from looking whose files are in the
// way is no reason to overwrite them.
func TestForceOverrulesConflictsOnly(t *testing.T) {
	shop := []File{{Path: "base/kustomization.yaml", Data: []byte("# " + stackLine("shop") + "\n")}}
	blogs := digests{"base/kustomization.yaml": ""}
	for _, test := range []struct {
		reason   string
		plan     plan
		broken   bool
		refused  bool // without force
		forced   bool // with it
		conflict bool
	}{
		{reason: "nothing is in the way"},
		{reason: "a file edited by hand", plan: plan{conflicts: []conflict{{path: "base/a.yaml", why: "was edited"}}}, refused: true, conflict: true},
		{reason: "another stack's tree", plan: plan{owned: blogs}, refused: true, conflict: true},
		{reason: "a folder that cannot be read", plan: plan{owned: blogs}, broken: true, refused: true, forced: true},
	} {
		t.Run(test.reason, func(t *testing.T) {
			dir := t.TempDir()
			if _, err := Write(dir, []File{{Path: "base/kustomization.yaml", Data: []byte("# " + stackLine("blog") + "\n")}}); err != nil {
				t.Fatal(err)
			}
			d, err := openOutput(dir)
			if err != nil {
				t.Fatal(err)
			}
			if test.broken {
				err = d.root.Close()
			} else {
				defer d.root.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
			err = d.allow(&test.plan, shop, options{})
			if (err != nil) != test.refused || errors.Is(err, ErrConflict) != test.conflict {
				t.Errorf("without force: %v", err)
			}
			if err := d.allow(&test.plan, shop, options{force: true}); (err != nil) != test.forced {
				t.Errorf("with force: %v", err)
			}
		})
	}
}
