package overlays_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/foldertest"
	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// gitIn runs git in a folder, with no configuration but this.
func gitIn(t *testing.T, dir string, args ...string) string {
	t.Helper()
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	git := exec.Command("git", append([]string{"-c", "user.name=x", "-c", "user.email=x@example.com"}, args...)...)
	git.Dir = dir
	out, err := git.Output()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// cloned commits a tree and checks it out anew as git does on Windows.
func cloned(t *testing.T, list []overlays.File, without string) (dir string) {
	t.Helper()
	origin, clone := t.TempDir(), filepath.Join(t.TempDir(), "clone")
	write(t, filepath.Join(origin, "deploy"), list)
	if without != "" {
		foldertest.Removes(without)(t, filepath.Join(origin, "deploy"))
	}
	gitIn(t, origin, "init", "-q")
	gitIn(t, origin, "add", "-A")
	gitIn(t, origin, "commit", "-qm", "tree")
	gitIn(t, origin, "clone", "-q", "-c", "core.autocrlf=true", origin, clone)
	return filepath.Join(clone, "deploy")
}

// TestATreeSurvivesGit: with core.autocrlf git changes the line ends of text files
// in the working copy. It leaves those of the tree alone, also ones that are meant
// to be CRLF.
func TestATreeSurvivesGit(t *testing.T) {
	list, err := overlays.Compile(t.Context(), blog())
	if err != nil {
		t.Fatal(err)
	}
	list = append([]overlays.File{{Path: "base/config/a/dos.conf", Data: []byte("one\r\ntwo\r\n")}}, list...)
	sortFiles(list)
	dir := cloned(t, list, "")
	if sum, err := os.ReadFile(filepath.Join(dir, overlays.SumFile)); err != nil || !strings.Contains(string(sum), "\r\n") {
		t.Fatalf("git changed no line end of the sum file: %v", err)
	}
	if report, err := overlays.Check(t.Context(), dir, list); err != nil || !report.Clean() {
		t.Errorf("%s, %v", said(report), err)
	}
	if result := write(t, dir, list); len(result.Written) > 0 {
		t.Errorf("wrote %q", result.Written)
	}
	list[0].Data = []byte("changed\n")
	write(t, dir, list)
	gitIn(t, dir, "add", "-A")
	if got := gitIn(t, dir, "diff", "--cached", "--name-only"); got != "deploy/.djangostack.sum\ndeploy/"+list[0].Path+"\n" {
		t.Errorf("one changed file makes git show\n%s", got)
	}
}

// TestATreeThatGitChanged is one from before its attributes were written: check says
// what is wrong, and generate puts it right without calling it edited.
func TestATreeThatGitChanged(t *testing.T) {
	list := files("base/a.yaml=1", "base/b.yaml=1", "overlays/.gitattributes=* -text", "overlays/dev/k.yaml=1")
	dir := cloned(t, list, "overlays/.gitattributes")
	report, err := overlays.Check(t.Context(), dir, list)
	if err != nil || len(report.Changed) != 3 || !strings.Contains(said(report), "base/a.yaml: has other line ends than were written, as after core.autocrlf of git\n") {
		t.Errorf("%s, %v", said(report), err)
	}
	next := files("base/a.yaml=1", "base/b.yaml=2", "overlays/.gitattributes=* -text") // one changed, one gone
	write(t, dir, next)
	if got := readTree(t, dir); !reflect.DeepEqual(got, pairs(next)) {
		t.Errorf("tree %q", got)
	}
	foldertest.Puts("base/a.yaml=mine\r")(t, dir)
	if _, err := overlays.Write(t.Context(), dir, list); !isConflict(err) {
		t.Errorf("an edit with CRLF: %v", err)
	}
}

// TestOtherPeoplesAttributes: the folder may be a whole repository.
func TestOtherPeoplesAttributes(t *testing.T) {
	list, err := overlays.Compile(t.Context(), blog())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	foldertest.Puts(".gitattributes=* text=auto")(t, dir)
	write(t, dir, list)
	gitIn(t, dir, "init", "-q")
	for path, want := range map[string]string{"base/kustomization.yaml": "unset", "overlays/dev/kustomization.yaml": "unset", "README.md": "auto"} {
		if got := gitIn(t, dir, "check-attr", "text", path); got != path+": text: "+want+"\n" {
			t.Error(got)
		}
	}
}

// TestGitNeverTakesSecrets: the file that secrets are read from stays on the disk when the
// spec no longer has it, and git ignores it then, too. All files of the tree it takes.
func TestGitNeverTakesSecrets(t *testing.T) {
	withSecrets := func(environment, envFile string) *spec.DjangoStack {
		s := spectest.Everything()
		s.Spec.Environments[environment] = spec.Environment{"cluster": environment}
		if envFile != "" {
			s.Spec.Environments[environment]["secrets"] = map[string]any{"envFile": envFile}
		}
		return s
	}
	nothing := spectest.Everything()
	delete(nothing.Spec.Environments, "own")
	before := withSecrets("own", "own.secrets")
	for _, test := range []struct {
		reason string
		after  *spec.DjangoStack
	}{
		{"nothing changes", before},
		{"the file is renamed", withSecrets("own", "dev.env")},
		{"there is none any more", withSecrets("own", "")},
		{"the environment is dropped", nothing},
		{"the environment is renamed", withSecrets("other", "own.secrets")},
	} {
		t.Run(test.reason, func(t *testing.T) {
			dir := t.TempDir()
			deploy := filepath.Join(dir, "deploy")
			gitIn(t, dir, "init", "-q")
			writeStack(t, deploy, before)
			foldertest.Puts("overlays/own/own.secrets=SECRET_KEY=hunter22")(t, deploy)
			gitIn(t, dir, "add", "-A")
			gitIn(t, dir, "commit", "-qm", "before")
			list := writeStack(t, deploy, test.after)
			gitIn(t, dir, "add", "-A")
			want := []string{"deploy/" + overlays.SumFile}
			for _, file := range list {
				want = append(want, "deploy/"+file.Path)
			}
			got := strings.Fields(gitIn(t, dir, "ls-files"))
			slices.Sort(got)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("git has other files than the tree (-tree +git):\n%s", diff)
			}
		})
	}
}

func writeStack(t *testing.T, dir string, s *spec.DjangoStack) []overlays.File {
	t.Helper()
	list, err := overlays.Compile(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, list)
	return list
}
