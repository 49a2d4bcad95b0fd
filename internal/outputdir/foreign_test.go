package outputdir_test

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestForeignFiles: whatever lies in the tree's folders and is not the tree's is a
// difference, and never touched.
func TestForeignFiles(t *testing.T) {
	list := files("base/config/a.conf=1", "base/kustomization.yaml=1", "overlays/.gitattributes=1",
		"overlays/.gitignore=1", "overlays/dev/kustomization.yaml=1", "overlays/dev/secrets.env.example=1")
	tests := []struct {
		reason string
		mess   mess
		want   []string // of the report, whole
	}{
		{"nothing", puts(), nil},
		{"the file that secrets are read from", puts("overlays/dev/secrets.env=KEY=1"), nil},
		{"files beside the tree", puts("README.md=x", "built/dev.yaml=x", ".github/x=x", "Base/x=x"), nil},
		{"an overlay", puts("overlays/qa/kustomization.yaml=x"), []string{"overlays/qa: is a folder that maker did not write; move or delete it"}},
		{"a second kustomization", puts("base/kustomization.yml=x", "overlays/dev/Kustomization=x"), []string{
			"base/kustomization.yml: was not written by maker; move or delete it",
			"overlays/dev/Kustomization: was not written by maker; move or delete it",
		}},
		{"what Argo CD reads", puts("overlays/dev/.argocd-source.yaml=x"), []string{"overlays/dev/.argocd-source.yaml: was not written by maker; move or delete it"}},
		{"a file of an older tree that the sum file lost", puts("base/web-deployment.yaml=x"), []string{"base/web-deployment.yaml: was not written by maker; move or delete it"}},
		{"beside the overlays", puts("overlays/kustomization.yaml=x"), []string{"overlays/kustomization.yaml: was not written by maker; move or delete it"}},
		{"in a folder of ours", puts("base/config/b.conf=x"), []string{"base/config/b.conf: was not written by maker; move or delete it"}},
		{"a hidden folder", puts("base/.git/config=x"), []string{"base/.git: is a folder that maker did not write; move or delete it"}},
		{"secrets of an environment that has no such file", puts("overlays/dev/other.env=KEY=1"), []string{"overlays/dev/other.env: was not written by maker; move or delete it"}},
		{"secrets of a file that the spec has renamed", puts("overlays/dev/other.env=SECRET_KEY=hunter22"), []string{
			"overlays/dev/other.env: was not written by maker, and holds secrets; move or delete it",
		}},
		{"secrets of an environment that the spec has dropped", puts("overlays/qa/secrets.env=SECRET_KEY=hunter22", "overlays/qa/x=1"), []string{
			"overlays/qa: is a folder that maker did not write, and has secrets in secrets.env; move or delete it",
		}},
		{"a Secret by hand", puts("overlays/dev/mail.yaml=kind: Secret\n"), []string{
			"overlays/dev/mail.yaml: was not written by maker, and holds secrets; move or delete it",
		}},
		{"a link", links("overlays/dev/more.yaml", "/etc/passwd"), []string{"overlays/dev/more.yaml: was not written by maker; move or delete it"}},
		{"a link to a folder", links("overlays/qa", "dev"), []string{"overlays/qa: was not written by maker; move or delete it"}},
		{"a name that a log would act on", puts("base/a\n::error::b\x1b[2J=x"), []string{`"base/a\n::error::b\x1b[2J": was not written by maker; move or delete it`}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.Contains(test.reason, "log") {
				return // no such names there
			}
			dir := t.TempDir()
			write(t, dir, list)
			test.mess(t, dir)
			report, err := check(dir, list)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Join(append(test.want, ""), "\n")
			if got := said(report); got != want || clean(report) != (test.want == nil) || len(report.Foreign) != len(test.want) {
				t.Errorf("report %q, want %q", got, want)
			}
			before := readTree(t, dir)
			result := write(t, dir, list)
			if diff := cmp.Diff(report.Foreign, result.Foreign); diff != "" {
				t.Errorf("a write names other files than a check (-check +write):\n%s", diff)
			}
			if len(result.Written)+len(result.Removed) > 0 {
				t.Errorf("wrote %+v", result)
			}
			if got := readTree(t, dir); !reflect.DeepEqual(got, before) {
				t.Errorf("tree %q, was %q", got, before)
			}
		})
	}
}

// TestAFolderWithoutATree: what is in the place of a base that is not wanted is
// foreign too.
func TestAFolderWithoutATree(t *testing.T) {
	dir := t.TempDir()
	puts("base/x.yaml=mine")(t, dir)
	list := files("overlays/dev/kustomization.yaml=1")
	write(t, dir, list)
	report, err := check(dir, list)
	if err != nil || said(report) != "base: is a folder that maker did not write; move or delete it\n" {
		t.Errorf("%+v, %v", report, err)
	}
}

// TestAnotherNameOfTheSameFile: a file system that knows no case has one file for
// both names. A second link to it stands for that here.
func TestAnotherNameOfTheSameFile(t *testing.T) {
	old, next := files("base/config/Web.conf=1"), files("base/config/web.conf=1")
	for _, test := range []struct {
		reason string
		mess   mess
		want   []string
	}{
		{"one file of two names", func(t *testing.T, dir string) {
			t.Helper()
			if err := os.Link(filepath.Join(dir, "base/config/Web.conf"), filepath.Join(dir, "base/config/web.conf")); err != nil {
				t.Fatal(err)
			}
		}, []string{"base/config/Web.conf=1", "base/config/web.conf=1"}},
		{"two files", puts(), []string{"base/config/web.conf=1"}},
	} {
		t.Run(test.reason, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, old)
			test.mess(t, dir)
			write(t, dir, next)
			if got := readTree(t, dir); !reflect.DeepEqual(got, test.want) {
				t.Errorf("tree %q, want %q", got, test.want)
			}
			if report, err := check(dir, next); err != nil || !clean(report) {
				t.Errorf("%+v, %v", report, err)
			}
		})
	}
}
