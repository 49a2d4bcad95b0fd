package outputdir_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestForceAfterACrash: what came into the place of a folder that was staged gives
// way, and nothing is in the way for ever.
func TestForceAfterACrash(t *testing.T) {
	next := files("base/a.yaml=1")
	for _, tc := range []struct {
		reason string
		mess   mess
	}{
		{"a file", puts("base=mine")},
		{"a link", links("base", "nowhere")},
	} {
		dir := t.TempDir()
		crash(t, dir, next, "rename", "base")
		tc.mess(t, dir)
		_, err := tryWrite(dir, next)
		if !errors.Is(err, errConflict) || strings.Count(err.Error(), "\n  base ") != 1 {
			t.Errorf("%s: %v, want one conflict over base", tc.reason, err)
		}
		write(t, dir, next, force())
		if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"base/a.yaml=1"}) {
			t.Errorf("%s: %q", tc.reason, got)
		}
	}
}

// TestForceStagesFirst: a file that is to give way is there until all that takes its
// place is on the disk.
func TestForceStagesFirst(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "base"), "mine")
	_, err := tryWrite(dir, files("base/a.yaml=1"), force(), onStep(func(operation, _ string) error {
		if operation == "write" {
			return errCrash
		}
		return nil
	}))
	if !errors.Is(err, errCrash) {
		t.Fatal(err)
	}
	if got := readTree(t, dir); !reflect.DeepEqual(got, []string{"base=mine"}) {
		t.Errorf("tree %q after a disk that was full", got)
	}
}

// TestLinkedFoldersAreRefused: kustomize would build what is behind them. Neither
// that nor the link is touched; with Force a folder takes the link's place.
func TestLinkedFoldersAreRefused(t *testing.T) {
	list := files("base/config/a.conf=1", "overlays/dev/k.yaml=1")
	for _, at := range []string{"base", "base/config", "overlays", "overlays/dev"} {
		for _, target := range []string{"elsewhere", "nowhere"} {
			dir := t.TempDir()
			write(t, dir, list)
			if target == "elsewhere" {
				if err := os.Rename(filepath.Join(dir, at), filepath.Join(dir, target)); err != nil {
					t.Fatal(err)
				}
			}
			links(at, filepath.Join(dir, target))(t, dir)
			before := readTree(t, dir)
			report, err := check(dir, list)
			if err != nil || !strings.Contains(said(report), at+": is a link or file where a folder belongs") {
				t.Errorf("%s to %s: check: %+v, %v", at, target, report, err)
			}
			_, err = tryWrite(dir, list)
			if !errors.Is(err, errConflict) || !strings.Contains(err.Error(), "\n  "+at+" is a link where a folder belongs\n") {
				t.Errorf("%s to %s: %v", at, target, err)
			}
			write(t, dir, nil) // what is behind the link is not ours to remove
			if got := readTree(t, dir); target == "elsewhere" && !reflect.DeepEqual(keep(got, target), keep(before, target)) {
				t.Errorf("%s to %s: %q, was %q", at, target, got, before)
			}
			write(t, dir, list, force())
			if info, err := os.Lstat(filepath.Join(dir, at)); err != nil || !info.IsDir() {
				t.Errorf("%s to %s: with force: %v, %v", at, target, info, err)
			}
		}
	}
}

// keep are the pairs below a folder.
func keep(pairs []string, folder string) []string {
	var out []string
	for _, pair := range pairs {
		if strings.HasPrefix(pair, folder+"/") {
			out = append(out, pair)
		}
	}
	return out
}

// TestALinkedOutputFolderIsRefused: what it leads to may be another team's.
func TestALinkedOutputFolderIsRefused(t *testing.T) {
	around := t.TempDir()
	theirs, link := filepath.Join(around, "theirs"), filepath.Join(around, "link")
	write(t, theirs, files("base/a.yaml=1"))
	links("link", "theirs")(t, around)
	links("dangling", "nowhere")(t, around)
	for _, dir := range []string{link, link + "/", link + "/.", filepath.Join(around, "dangling")} {
		_, wrote := tryWrite(dir, files("base/a.yaml=2"), force())
		_, checked := check(dir, files("base/a.yaml=1"))
		read := tree(nil).Read(context.Background(), dir, []string{"base/a.yaml"}, nil)
		for _, err := range []error{wrote, checked, read} {
			if err == nil || !strings.Contains(err.Error(), "is a symbolic link; name the folder it leads to") {
				t.Errorf("%s: %v", dir, err)
			}
		}
	}
	if got := readTree(t, theirs); !reflect.DeepEqual(got, []string{"base/a.yaml=1"}) {
		t.Errorf("theirs: %q", got)
	}
}

// TestHiddenFoldersAreNotOurs: a file of another's making must not lead into .git.
func TestHiddenFoldersAreNotOurs(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{".git/hooks/pre-commit", "base/.cache/a"} {
		if _, err := tryWrite(dir, files(path+"=x")); err == nil || !strings.Contains(err.Error(), "hidden folder") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestNoContentOfExtraFiles: that a file is no longer needed is only what the sum
// file says. Its content may be anything.
func TestNoContentOfExtraFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("base/a.yaml=1", "overlays/dev/old.env=hunter2"))
	report, err := check(dir, files("base/a.yaml=1"))
	if err != nil || len(report.Extra) != 1 || report.Extra[0].Diff != "overlays/dev/old.env: is no longer needed\n" {
		t.Errorf("%+v, %v", report, err)
	}
}
