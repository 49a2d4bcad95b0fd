package outputdir_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/outputdir"
	"github.com/djangostack/djangostack/internal/worktest"
)

// TestLargeFiles: what lies in the folder may be of any size, and neither makes a check
// read all of it nor show it.
func TestLargeFiles(t *testing.T) {
	list := files("base/kustomization.yaml=1", "overlays/dev/kustomization.yaml=1")
	const large = 1 << 30 // none of it is on the disk
	for _, test := range []struct {
		reason string
		path   string
		size   int64
		want   string // of the check
		write  string // of a write, and none with Force
	}{
		{
			"more than any file has", "base/kustomization.yaml", large,
			"base/kustomization.yaml: has 1073741824 bytes, and should have 2; so large a difference is not shown", "was edited by hand",
		},
		{
			"more than is compared", "base/kustomization.yaml", outputdir.MaxCompared + 1,
			"base/kustomization.yaml: has 4194305 bytes, and should have 2; so large a difference is not shown", "was edited by hand",
		},
		{
			"the sum file", sumFile, large,
			".maker.sum: 1024 MiB are more than the 12 that it can have; restore the file from git or delete it and run again", "are more than",
		},
		{
			"the list of an interrupted write", nextSum, large,
			".maker.sum.next: 1024 MiB are more than the 12 that it can have; restore the file from git or delete it and run again", "are more than",
		},
		{
			"a file of nobody", "base/dump.sql", large, "base/dump.sql: was not written by maker; move or delete it", "",
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, list)
			path := filepath.Join(dir, test.path)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o644)
			if err == nil {
				err = file.Truncate(test.size)
			}
			if err != nil || file.Close() != nil {
				t.Fatal(err)
			}
			worktest.Bounded(t, 0, 0, func() {
				report, err := check(dir, list)
				got := fmt.Sprint(said(report), err)
				if !strings.Contains(got, test.want) {
					t.Errorf("check says %q, want %q", got, test.want)
				}
				_, err = tryWrite(dir, list)
				if got := fmt.Sprint(err); (err == nil) != (test.write == "") || !strings.Contains(got, test.write) && err != nil {
					t.Errorf("write says %q, want %q", got, test.write)
				}
			})
			if test.write != "was edited by hand" {
				return
			}
			if _, err := tryWrite(dir, list, force()); err != nil {
				t.Error(err)
			}
			if report, err := check(dir, list); err != nil || !clean(report) {
				t.Error(report, err)
			}
		})
	}
}

// TestALargeFileIsNotAnEmptyOne: that none of it is read does not mean that it has nothing.
func TestALargeFileIsNotAnEmptyOne(t *testing.T) {
	dir, list := t.TempDir(), []outputdir.File{{Path: "base/config/empty.conf"}}
	write(t, dir, list)
	if err := os.Truncate(filepath.Join(dir, list[0].Path), outputdir.MaxFile+1); err != nil {
		t.Fatal(err)
	}
	for _, next := range [][]outputdir.File{list, nil} {
		if _, err := tryWrite(dir, next); !errors.Is(err, errConflict) {
			t.Errorf("%d files: %v, want a conflict", len(next), err)
		}
	}
}

// TestNoFileIsTooLargeToReadBack: what is written can be read by the next run.
func TestNoFileIsTooLargeToReadBack(t *testing.T) {
	list := []outputdir.File{{Path: "base/large", Data: make([]byte, outputdir.MaxFile+1)}}
	_, err := tryWrite(t.TempDir(), list)
	if err == nil || !strings.Contains(err.Error(), `path "base/large": 33 MiB are more than the 32 that a file may have`) {
		t.Error(err)
	}
}

// TestAReportEnds: beyond some size the files that differ are only named.
func TestAReportEnds(t *testing.T) {
	var list []outputdir.File
	for i := range 8 {
		list = append(list, outputdir.File{Path: fmt.Sprintf("base/%d", i), Data: bytes.Repeat([]byte("line\n"), 500_000)})
	}
	report, err := check(filepath.Join(t.TempDir(), "none"), list)
	if err != nil || len(report.Missing) != len(list)+1 || report.Missing[8].Diff != "base/7: is missing\n" {
		t.Error(len(report.Missing), err, len(report.Missing[8].Diff))
	}
}

func TestLimitsAreDocumented(t *testing.T) {
	worktest.Documented(t, "../../docs/limits.md",
		fmt.Sprintf("| %d MiB | a file of the output folder", outputdir.MaxFile>>20),
		fmt.Sprintf("| %d MiB | `.djangostack.sum`", outputdir.MaxSum>>20),
		fmt.Sprintf("| %d MiB | a file of the output folder of which", outputdir.MaxCompared>>20),
	)
}
