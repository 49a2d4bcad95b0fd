package outputdir_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/djangostack/djangostack/internal/outputdir"
)

// TestACanceledWriteLeavesTheTree cancels a write at each of its steps, also one that comes
// after a killed one. The tree is as it was found, or the new one where it was too late.
func TestACanceledWriteLeavesTheTree(t *testing.T) {
	old := files("base/a.yaml=1", "base/b.yaml=1", "overlays/dev/k.yaml=1")
	next := files("base/a.yaml=2", "base/c.yaml=2", "overlays/dev/k.yaml=2", "overlays/prod/config/k.conf=2")
	for _, killed := range []bool{false, true} {
		canceled := 0
		for n := 1; ; n++ {
			dir := t.TempDir()
			write(t, dir, old)
			if killed {
				crash(t, dir, next, "set aside", "base/c.yaml")
			}
			before := treeOnly(readTree(t, dir))
			ctx, cancel := context.WithCancel(t.Context())
			steps := 0
			_, err := tree(next).Write(ctx, dir, outputdir.Options{Step: func(string, string) error {
				if steps++; steps == n {
					cancel()
				}
				return nil
			}})
			cancel()
			got := readTree(t, dir)
			if err == nil && !reflect.DeepEqual(got, pairs(next)) {
				t.Errorf("killed %v, canceled at %d: %q, want %q", killed, n, got, pairs(next))
			}
			if steps < n {
				break // it was through before
			}
			if err == nil {
				continue
			}
			canceled++
			if !errors.Is(err, context.Canceled) {
				t.Errorf("killed %v, canceled at %d: %v", killed, n, err)
			}
			if !reflect.DeepEqual(treeOnly(got), before) || !killed && !reflect.DeepEqual(got, before) {
				t.Errorf("killed %v, canceled at %d: %q, was %q", killed, n, got, before)
			}
			write(t, dir, next)
		}
		if canceled < 15 {
			t.Errorf("killed %v: only %d writes were canceled", killed, canceled)
		}
	}
}

// TestCanceledBefore: nothing is looked at or made for whoever has gone.
func TestCanceledBefore(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := filepath.Join(t.TempDir(), "deploy")
	next := tree(files("base/a.yaml=1"))
	_, wrote := next.Write(ctx, dir, outputdir.Options{})
	if _, err := os.Lstat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
	write(t, dir, next.Files)
	_, checked := next.Check(ctx, dir)
	read := next.Read(ctx, dir, []string{"base/a.yaml"}, func(string, outputdir.Found) error { return nil })
	for what, err := range map[string]error{"write": wrote, "check": checked, "read": read} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
