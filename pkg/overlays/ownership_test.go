package overlays_test

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/foldertest"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestWhatIsNeverOwned: a sum file, or that of an interrupted write, may come from
// anywhere. Nothing that a tree cannot have is removed or printed for what they list.
func TestWhatIsNeverOwned(t *testing.T) {
	list := files("base/a.yaml=1", "overlays/dev/secrets.env.example=1")
	for _, path := range []string{
		"README.md", "Makefile", ".github/workflows/ci.yaml", ".git/config", "../outside", "/etc/passwd", "base", "overlays",
		"base/../README.md", "./README.md", "overlays/README.md", "overlays/dev/../../README.md", "base//a.yaml", "BASE/a.yaml",
		"Overlays/dev/k.yaml", "overlays/DEV/k.yaml", "base/.git/config", "base/.hidden/x", "base/GIT~1/config", `base\a.yaml`,
		"base/a.yaml:stream", "base/caf\u00e9.yaml", "base/\u200ca.yaml", "overlays/dev", "base/.", "base/..", "base/.git", "base/.GIT",
		".djangostack.stage/0", overlays.SumFile, overlays.SumFile + ".next", "base/a .yaml", "base/a\x00",
	} {
		t.Run(fmt.Sprintf("%q", path), func(t *testing.T) {
			digest := fmt.Sprintf("%x", sha256.Sum256([]byte("theirs\n")))
			around := t.TempDir()
			dir := filepath.Join(around, "tree")
			write(t, dir, list)
			foldertest.Puts("README.md=theirs", "../outside=theirs", "overlays/README.md=theirs", "base/.git/config=theirs")(t, dir)
			sum := sumOf(t, dir)
			for _, forged := range []string{overlays.SumFile, overlays.SumFile + ".next"} {
				foldertest.Put(t, filepath.Join(dir, forged), sum+"\n"+digest+"  "+path)
				before := readTree(t, around)
				for _, force := range [][]overlays.Option{nil, {overlays.Force()}} {
					_, err := overlays.Write(t.Context(), dir, list, force...)
					if err == nil || !strings.Contains(err.Error(), "is not one of ours; restore the file from git") {
						t.Errorf("%s: generate: %v", forged, err)
					}
				}
				if report, err := overlays.Check(t.Context(), dir, list); err == nil || strings.Contains(said(report), "theirs") {
					t.Errorf("%s: check: %+v, %v", forged, report, err)
				}
				if got := readTree(t, around); !reflect.DeepEqual(got, before) {
					t.Errorf("%s: tree %q, was %q", forged, got, before)
				}
				foldertest.Put(t, filepath.Join(dir, overlays.SumFile), sum)
			}
		})
	}
}

// TestSecretsAreNeverOwned: the file that kustomize reads a Secret from is its
// owner's, though a sum file lists it with its very digest.
func TestSecretsAreNeverOwned(t *testing.T) {
	list := files("base/a.yaml=1", "overlays/dev/secrets.env.example=1")
	for _, digest := range []string{
		fmt.Sprintf("%x", sha256.Sum256([]byte("KEY=hunter2\n"))), strings.Repeat("0", 64),
	} {
		dir := t.TempDir()
		write(t, dir, list)
		foldertest.Puts("overlays/dev/secrets.env=KEY=hunter2")(t, dir)
		foldertest.Put(t, filepath.Join(dir, overlays.SumFile), sumOf(t, dir)+"\n"+digest+"  overlays/dev/secrets.env")
		foldertest.Put(t, filepath.Join(dir, overlays.SumFile+".next"), sumOf(t, dir))
		if report, err := overlays.Check(t.Context(), dir, list); err != nil || strings.Contains(said(report), "hunter2") {
			t.Errorf("%+v, %v", report, err)
		}
		write(t, dir, list, overlays.Force())
		if got := readTree(t, dir); !strings.Contains(fmt.Sprint(got), "overlays/dev/secrets.env=KEY=hunter2") {
			t.Errorf("tree %q", got)
		}
	}
}
