package outputdir_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/foldertest"
	"github.com/djangostack/djangostack/internal/outputdir"
	"github.com/djangostack/djangostack/internal/sorted"
)

const (
	sumFile  = ".maker.sum"
	nextSum  = ".maker.sum.next"
	stageDir = ".maker.stage"
)

// layout is that of trees with a folder for each environment, which has lower-case letters.
var layout = &outputdir.Layout{
	Program:  "maker",
	Source:   "the spec",
	SumFile:  sumFile,
	StageDir: stageDir,
	Folders:  []string{"base", "overlays"},
	Contains: func(path string) bool {
		top, rest, below := strings.Cut(path, "/")
		if top == "overlays" && !strings.HasPrefix(rest, ".git") {
			environment, _, deeper := strings.Cut(rest, "/")
			return deeper && environment == strings.ToLower(environment)
		}
		return below && (top == "base" || top == "overlays")
	},
	Where: "must be below base or overlays/ENVIRONMENT",
}

// tree has files; the user's are those that have an example there.
func tree(list []outputdir.File) *outputdir.Tree {
	t := &outputdir.Tree{Layout: layout, Files: list, Theirs: map[string]bool{}}
	for _, file := range list {
		if path, ok := strings.CutSuffix(file.Path, ".example"); ok {
			t.Theirs[path] = true
		}
	}
	return t
}

// files makes files from "path=content" pairs, which are sorted.
func files(pairs ...string) []outputdir.File {
	var out []outputdir.File
	for _, pair := range pairs {
		path, content, _ := strings.Cut(pair, "=")
		out = append(out, outputdir.File{Path: path, Data: []byte(content + "\n")})
	}
	return out
}

// pairs are files as readTree gives them.
func pairs(list []outputdir.File) []string {
	var out []string
	for _, file := range list {
		out = append(out, file.Path+"="+strings.TrimSuffix(string(file.Data), "\n"))
	}
	return out
}

// readTree reads a folder back as "path=content" pairs, without the list of checksums.
func readTree(t *testing.T, dir string) []string {
	t.Helper()
	return foldertest.Read(t, dir, sumFile)
}

// treeOnly leaves out what a failed write may leave in its stage.
func treeOnly(pairs []string) []string {
	return slices.DeleteFunc(slices.Clone(pairs), func(pair string) bool { return strings.HasPrefix(pair, ".maker.") })
}

var (
	put           = foldertest.Put
	puts          = foldertest.Puts
	removes       = foldertest.Removes
	links         = foldertest.Links
	becomesFolder = foldertest.BecomesFolder
)

type mess = foldertest.Mess

type option func(*outputdir.Options)

func force() option { return func(o *outputdir.Options) { o.Force = true } }

func onStep(f func(operation, path string) error) option {
	return func(o *outputdir.Options) { o.Step = f }
}

// errConflict is in the chain of the error of a write that was refused.
var errConflict = errors.New("files in the way")

// tryWrite writes a tree. Its error lists the conflicts.
func tryWrite(dir string, list []outputdir.File, options ...option) (outputdir.Result, error) {
	var o outputdir.Options
	for _, option := range options {
		option(&o)
	}
	result, err := tree(list).Write(context.Background(), dir, o)
	if len(result.Conflicts) > 0 {
		lines := []error{errConflict}
		for _, c := range result.Conflicts {
			lines = append(lines, fmt.Errorf("  %s %s", c.Path, c.Message))
		}
		err = errors.Join(append(lines, errors.New("end of the list"))...)
	}
	return result, err
}

func write(t *testing.T, dir string, list []outputdir.File, options ...option) outputdir.Result {
	t.Helper()
	result, err := tryWrite(dir, list, options...)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func check(dir string, list []outputdir.File) (outputdir.Report, error) {
	return tree(list).Check(context.Background(), dir)
}

// all returns the files of every list of a report, sorted by path.
func all(r outputdir.Report) []outputdir.Drift {
	all := slices.Concat(r.Missing, r.Changed, r.Extra, r.Foreign)
	sorted.By(all, func(d outputdir.Drift) string { return d.Path })
	return all
}

func clean(r outputdir.Report) bool { return len(all(r)) == 0 && !r.Interrupted }

// said is all a report has to say.
func said(r outputdir.Report) string {
	var out strings.Builder
	for _, drift := range all(r) {
		out.WriteString(drift.Diff)
	}
	return out.String()
}
