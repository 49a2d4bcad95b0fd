package outputdir_test

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/djangostack/djangostack/internal/outputdir"
)

var errGuard = errors.New("not this folder")

// TestForceOverrulesConflictsOnly: what keeps a write from looking whose files are in the
// way is no reason to overwrite them.
func TestForceOverrulesConflictsOnly(t *testing.T) {
	for _, test := range []struct {
		reason  string
		mess    mess
		guard   error
		refused bool // without force
		forced  bool // with it
	}{
		{reason: "nothing is in the way", mess: puts()},
		{reason: "a file edited by hand", mess: puts("base/a.yaml=mine"), refused: true},
		{reason: "the caller does not want it", mess: puts(), guard: errGuard, refused: true, forced: true},
		{reason: "a list that cannot be read", mess: puts(sumFile + "=1"), refused: true, forced: true},
	} {
		t.Run(test.reason, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, files("base/a.yaml=1"))
			test.mess(t, dir)
			before := readTree(t, dir)
			next := tree(files("base/a.yaml=2"))
			next.Guard = func([]string, func(string) ([]byte, error)) error { return test.guard }
			result, err := next.Write(context.Background(), dir, outputdir.Options{})
			if refused := err != nil || len(result.Conflicts) > 0; refused != test.refused {
				t.Errorf("without force: %+v, %v", result, err)
			}
			if got := readTree(t, dir); test.refused && !reflect.DeepEqual(got, before) {
				t.Errorf("tree %q, was %q", got, before)
			}
			if _, err := next.Write(context.Background(), dir, outputdir.Options{Force: true}); (err != nil) != test.forced {
				t.Errorf("with force: %v", err)
			}
		})
	}
}

// TestGuardReadsWhatIsOwned: it is given the files of the tree that is there.
func TestGuardReadsWhatIsOwned(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("base/a.yaml=1", "overlays/dev/k.yaml=2"))
	puts("base/mine.yaml=3")(t, dir)
	next := tree(files("base/b.yaml=4"))
	var got []string
	next.Guard = func(owned []string, read func(string) ([]byte, error)) error {
		for _, path := range owned {
			data, err := read(path)
			got = append(got, filepath.ToSlash(path)+"="+string(data))
			if err != nil {
				return err
			}
		}
		return nil
	}
	if _, err := next.Check(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	if want := []string{"base/a.yaml=1\n", "overlays/dev/k.yaml=2\n"}; !reflect.DeepEqual(got, want) {
		t.Errorf("guard was given %q, want %q", got, want)
	}
}
